using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Sqlite.Reading;

internal static class SummaryReader
{
    public static IReadOnlyList<SummaryRow> Read(ReadConnection connection, SummaryQuery query) => throw new NotSupportedException();
}
