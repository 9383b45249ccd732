namespace LlmSentinel.Sentinel.Exporting;

/// <summary>What came of an import.</summary>
internal sealed record ImportResult
{
    /// <summary>Rows written.</summary>
    public long Added { get; set; }

    /// <summary>Rows left out because they were there already.</summary>
    public long Known { get; set; }

    /// <summary>Rows that could not be read.</summary>
    public long Bad { get; set; }

    /// <summary>Rows the store cannot hold.</summary>
    public long Refused { get; set; }

    /// <summary>Why the last of them was refused.</summary>
    public string? Refusal { get; set; }

    /// <summary>Rows that retention would remove.</summary>
    public long Expired { get; set; }

    /// <summary>What ended it early; null when it came to the end of the file.</summary>
    public string? Stopped { get; set; }
}
