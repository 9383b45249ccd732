namespace LlmSentinel.Sentinel.Exporting;

/// <summary>Names of files that are none.</summary>
internal static class ExportOutput
{
    /// <summary>Standard output of an export, standard input of an import.</summary>
    public const string Standard = "-";
}
