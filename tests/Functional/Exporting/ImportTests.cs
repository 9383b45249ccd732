using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;

namespace LlmSentinel.Functional.Exporting;

/// <summary>What a user who types <c>sentinel import</c> gets.</summary>
public sealed class ImportTests
{
    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("jsonl.gz")]
    [InlineData("parquet")]
    public async Task ExportImportExport_GivesTheSameFile_AndImportingAgainAddsNothing(string format)
    {
        using var folder = new TempDirectory();
        await folder.SeedAsync("a.db", 1200);
        await folder.SucceedAsync("a.db", "export", "--output", $"first.{format}");

        var first = await folder.SucceedAsync("b.db", "import", $"first.{format}");
        var second = await folder.SucceedAsync("b.db", "import", $"first.{format}");
        await folder.SucceedAsync("b.db", "export", "--output", $"second.{format}");

        Assert.StartsWith("import: 1,200 rows written, 0 there already, 0 bad, ", first.Error, StringComparison.Ordinal);
        Assert.StartsWith("import: 0 rows written, 1,200 there already, 0 bad, ", second.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(folder.File($"first.{format}")), await File.ReadAllBytesAsync(folder.File($"second.{format}")));
        var rows = await StoredRows.ReadAsync(folder.File("b.db"));
        Assert.Equal(await StoredRows.ReadAsync(folder.File("a.db")), rows);
    }

    [Fact]
    public async Task Import_FromStandardInput_Works()
    {
        using var folder = new TempDirectory();
        await folder.SeedAsync("a.db", 10);
        var lines = (await folder.SucceedAsync("a.db", "export", "--format", "jsonl")).Output;

        var run = await folder.RunAsync("b.db", lines, "import", "-", "--format", "jsonl");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(10, (await StoredRows.ReadAsync(folder.File("b.db"))).Count);
    }

    [Fact]
    public async Task Import_ABadRow_EndsItThere_NamesFileAndLine_AndSaysWhatWasWritten()
    {
        using var folder = new TempDirectory();
        await BreakAsync(folder, rows: 1500, bad: 1203);

        var run = await folder.RunAsync("b.db", null, "import", "all.csv");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("import: all.csv:1203: started_at: 'never' is not a time", run.Error, StringComparison.Ordinal);
        Assert.Contains("import: 1,000 rows written, 0 there already, 1 bad, ", run.Error, StringComparison.Ordinal);
        Assert.Contains("it ended early", run.Error, StringComparison.Ordinal);
        Assert.Equal(1000, (await StoredRows.ReadAsync(folder.File("b.db"))).Count);
    }

    [Fact]
    public async Task Import_SkippingBadRows_WritesAllOthers_AndNamesThem()
    {
        using var folder = new TempDirectory();
        await BreakAsync(folder, rows: 1500, bad: 1203);

        var run = await folder.SucceedAsync("b.db", "import", "all.csv", "--skip-bad");

        Assert.StartsWith("import: all.csv:1203: started_at", run.Error, StringComparison.Ordinal);
        Assert.Contains("import: 1,499 rows written, 0 there already, 1 bad, ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1499, (await StoredRows.ReadAsync(folder.File("b.db"))).Count);
    }

    [Theory]
    [InlineData("more.csv", "id,colour", "more.csv: line 1: unknown column: colour")]
    [InlineData("more.parquet", "PAR1 no more", "no Parquet file")]
    [InlineData("more.csv.gz", "not packed", "more.csv.gz:")]
    [InlineData("more.txt", "", "tells no format")]
    public async Task Import_AFileThatIsNone_SaysSoAndWritesNothing(string file, string text, string reason)
    {
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File(file), text);

        var run = await folder.RunAsync("b.db", null, "import", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_RowsOlderThanTheRetention_AreWritten_AndItSaysWhatBecomesOfThem()
    {
        using var folder = new TempDirectory();
        await folder.SeedAsync("a.db", 100);
        await folder.SucceedAsync("a.db", "export", "--output", "all.csv");
        await File.WriteAllTextAsync(folder.File("short.yaml"), "store: { retention: 2h }");

        var run = await folder.SucceedAsync("b.db", "import", "all.csv", "--config", "short.yaml");

        Assert.Contains("rows are older than store.retention", run.Error, StringComparison.Ordinal);
        Assert.Contains("import: 100 rows written", run.Error, StringComparison.Ordinal);
    }

    // Line 1 holds the names, so that row n stands in line n + 1; the texts of this sample run over lines of their own, hence none of them here.
    private static async Task BreakAsync(TempDirectory folder, int rows, int bad)
    {
        await folder.SeedAsync("a.db", rows);
        await folder.SucceedAsync("a.db", "export", "--output", "all.csv");
        var lines = (await File.ReadAllTextAsync(folder.File("all.csv"))).Replace("\"a,\"\"b\"\"\r\nc\"", "a", StringComparison.Ordinal).Split("\r\n");
        var fields = lines[bad - 1].Split(',');
        fields[1] = "never";
        lines[bad - 1] = string.Join(',', fields);
        await File.WriteAllTextAsync(folder.File("all.csv"), string.Join("\r\n", lines));
    }
}
