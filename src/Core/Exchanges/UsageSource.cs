namespace LlmSentinel.Core.Exchanges;

/// <summary>Where the token counts of an exchange come from.</summary>
public enum UsageSource
{
    /// <summary>No counts are known.</summary>
    None,

    /// <summary>The provider reported them and the exchange was complete.</summary>
    Reported,

    /// <summary>The provider reported some, then the stream was cut.</summary>
    ReportedPartial,

    /// <summary>Counted by a tokenizer from the text that was seen.</summary>
    Estimated,
}
