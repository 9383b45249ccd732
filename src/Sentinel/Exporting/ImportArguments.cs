namespace LlmSentinel.Sentinel.Exporting;

/// <summary>What the user asked <c>sentinel import</c> for.</summary>
/// <param name="Input">A file, or <c>-</c> for standard input.</param>
/// <param name="Format">One of <see cref="Formats.ExportFormat.All"/>.</param>
/// <param name="SkipBad">Go on after bad rows.</param>
/// <param name="ExpiredBefore">Older rows would be removed by retention; null when there is none.</param>
internal sealed record ImportArguments(string Input, string Format, bool SkipBad, DateTimeOffset? ExpiredBefore);
