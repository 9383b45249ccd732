namespace LlmSentinel.Core.Wire.Framing;

/// <summary>How a response body is taken apart.</summary>
internal enum BodyKind
{
    /// <summary>Not known yet: too few bytes.</summary>
    Undecided,

    /// <summary>Not read: nothing in it for us.</summary>
    Ignored,

    /// <summary>Server-sent events.</summary>
    ServerSentEvents,

    /// <summary>One JSON value a line.</summary>
    NdJson,

    /// <summary>One JSON array whose elements arrive one by one.</summary>
    JsonArray,

    /// <summary>Bedrock's binary frames.</summary>
    EventStream,

    /// <summary>One JSON value, read when it is complete.</summary>
    Json,

    /// <summary>JSON under a content type that does not say whether one value or one a line: decided when it is complete.</summary>
    JsonOrLines,
}
