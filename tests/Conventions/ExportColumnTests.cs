using LlmSentinel.Conventions.Docs;
using LlmSentinel.Sentinel.Exporting.Columns;

namespace LlmSentinel.Conventions;

/// <summary>The columns of an export and docs/recipes/export.md say the same.</summary>
public class ExportColumnTests
{
    [Fact]
    public void EveryColumn_IsDocumented() => GeneratedBlock.IsUpToDate("docs/recipes/export.md", ColumnTable.Rows);
}
