using System.IO.Compression;
using System.Text.Json.Nodes;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing;

namespace LlmSentinel.Functional.Exporting;

/// <summary>What a user who types <c>sentinel export</c> gets.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task Export_ToAFile_HoldsEveryExchangeOldestFirst_AndSaysHowMany()
    {
        using var folder = new TempDirectory();
        var seeded = await folder.SeedAsync("a.db", 2500);

        var run = await folder.SucceedAsync("a.db", "export", "--output", "all.jsonl");

        var lines = await File.ReadAllLinesAsync(folder.File("all.jsonl"));
        Assert.Equal(seeded.Select(exchange => exchange.Id), lines.Select(Id));
        Assert.StartsWith($"export: 2,500 rows, {new FileInfo(folder.File("all.jsonl")).Length:N0} bytes, ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(folder.File("all.jsonl.partial")));
    }

    [Fact]
    public async Task Export_ToStandardOutput_IsCsv_AndQuietSaysNothing()
    {
        using var folder = new TempDirectory();
        await folder.SeedAsync("a.db", 20);
        await folder.SucceedAsync("a.db", "export", "--output", "all.csv");

        var run = await folder.SucceedAsync("a.db", "export", "--quiet");

        Assert.Equal(await File.ReadAllTextAsync(folder.File("all.csv")), run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Export_ToAFileThatEndsWithGz_IsTheSameCompressed()
    {
        using var folder = new TempDirectory();
        await folder.SeedAsync("a.db", 50);
        await folder.SucceedAsync("a.db", "export", "--output", "all.csv");

        await folder.SucceedAsync("a.db", "export", "--output", "all.csv.gz");

        await using var packed = new GZipStream(File.OpenRead(folder.File("all.csv.gz")), CompressionMode.Decompress);
        Assert.Equal(await File.ReadAllTextAsync(folder.File("all.csv")), await new StreamReader(packed).ReadToEndAsync());
    }

    [Fact]
    public async Task Export_WithTimesAndFilters_GivesWhatMatches()
    {
        using var folder = new TempDirectory();
        var seeded = await folder.SeedAsync("a.db", 300);
        var (from, to) = (seeded[100].StartedAt, seeded[250].StartedAt);

        var all = await folder.SucceedAsync("a.db", "export", "-f", "jsonl", "--from", from.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"), "--to", to.ToString("O"), "--upstream", "openai", "--model", "gpt-5.4");
        var recent = await folder.SucceedAsync("a.db", "export", "-f", "jsonl", "--from", "-2h", "--app", "日本語 🙂");

        Assert.Equal(seeded[100..250].Where(e => e is { Upstream: "openai", ResponseModel: not null }).Select(e => e.Id), Ids(all.Output));
        Assert.Equal(seeded[^60..].Where(e => e.App == "日本語 🙂").Select(e => e.Id).Order(), Ids(recent.Output).Order());
    }

    [Theory]
    [InlineData("there is no database", "export")]
    [InlineData("'--from' is a moment", "export", "--from", "yesterday")]
    [InlineData("--from is not before --to", "export", "--from", "-1h", "--to", "-2h")]
    [InlineData("tells no format", "export", "--output", "all.txt")]
    [InlineData("leave .gz away", "export", "--output", "all.parquet.gz")]
    [InlineData("cannot be written", "export", "--output", "no-such-folder/all.csv")]
    public async Task Export_ThatCannotBe_SaysWhyAndLeavesNothing(string reason, params string[] arguments)
    {
        using var folder = new TempDirectory();
        if (!reason.Contains("database", StringComparison.Ordinal))
            await folder.SeedAsync("a.db", 1);

        var run = await folder.RunAsync("a.db", null, arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => Path.GetFileName(file).StartsWith("all", StringComparison.Ordinal));
        Assert.Equal(!reason.Contains("database", StringComparison.Ordinal), File.Exists(folder.File("a.db")));
    }

    private static Guid Id(string line) => Guid.Parse(JsonNode.Parse(line)!["id"]!.GetValue<string>());

    private static IEnumerable<Guid> Ids(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Id);
}
