using System.CommandLine;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("check", "--help")]
    [InlineData("schema", "--help")]
    [InlineData("--help")]
    public async Task Invoke_Help_NamesTheConfigOption(params string[] args)
    {
        Assert.Equal(0, await InvokeAsync(args));
        Assert.Contains("--config <FILE>", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_UnknownVerb_FailsWithHelp()
    {
        Assert.NotEqual(0, await InvokeAsync("chekc"));
        Assert.Contains("chekc", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("check", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_Version_PrintsIt()
    {
        Assert.Equal(0, await InvokeAsync("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+", _output.ToString());
    }

    [Fact]
    public async Task Invoke_CheckWithConfigOption_ChecksThatFile()
    {
        Assert.Equal(0, await InvokeAsync("--config", RepositoryRoot.Combine("config", "sentinel.yaml"), "check"));
        Assert.Contains("valid", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "config/sentinel.schema.json")]
    [InlineData("yaml", "config/sentinel.yaml")]
    public async Task Invoke_Schema_PrintsTheShippedFile(string format, string shipped)
    {
        Assert.Equal(0, await InvokeAsync("schema", "--format", format));
        Assert.Equal(File.ReadAllText(RepositoryRoot.Combine(shipped)).ReplaceLineEndings("\n"), _output.ToString());
    }

    [Fact]
    public async Task Invoke_SchemaWithOutput_WritesTheFile()
    {
        using var directory = new TempDirectory();

        Assert.Equal(0, await InvokeAsync("schema", "--output", directory.File("s.json")));

        Assert.StartsWith("{", File.ReadAllText(directory.File("s.json")), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> InvokeAsync(params string[] args) =>
        SentinelCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { Output = _output, Error = _error });
}
