namespace LlmSentinel.Core.Wire;

/// <summary>What is read of a request as its bytes pass. Pooled with its exchange; null or false: not seen.</summary>
public sealed class RequestFacts
{
    /// <summary>Model named in the body or, for dialects that name it there, in the path.</summary>
    public string? Model { get; set; }

    /// <summary>The body's <c>stream</c>; null when absent.</summary>
    public bool? Stream { get; set; }

    /// <summary>True when the body asks for usage in the stream (<c>stream_options.include_usage</c>).</summary>
    public bool IncludeUsage { get; set; }

    /// <summary>Requested service tier.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>Number of choices asked for (<c>n</c>); null when absent.</summary>
    public int? ChoiceCount { get; set; }

    /// <summary>Forgets everything, for reuse.</summary>
    public void Reset()
    {
        Model = null;
        Stream = null;
        IncludeUsage = false;
        ServiceTier = null;
        ChoiceCount = null;
    }
}
