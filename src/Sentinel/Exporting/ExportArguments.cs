using LlmSentinel.Core.Recording;

namespace LlmSentinel.Sentinel.Exporting;

/// <summary>What the user asked <c>sentinel export</c> for.</summary>
/// <param name="Filter">Which exchanges; its end is always given.</param>
/// <param name="Format">One of <see cref="Formats.ExportFormat.All"/>.</param>
/// <param name="Output">A file, or <c>-</c> for standard output.</param>
internal sealed record ExportArguments(ExchangeQuery Filter, string Format, string Output);
