using System.Text.Json;
using LlmSentinel.Configuration;
using LlmSentinel.Sentinel.Verbs;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Verbs;

public sealed class CheckVerbTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Check_ErrorsInTheFile_PrintsOneALineAndFails()
    {
        Write("proxy:\n  maxModels: 0\nupstreams:\n  openai:\n    timeout: 5s\n");

        var exit = Check("my.yaml");

        Assert.Equal(1, exit);
        Assert.StartsWith(
            "my.yaml:2:14: proxy.maxModels: '0' is out of range; allowed: a whole number; 1 to 100000\n"
            + "my.yaml:5:5: upstreams.openai.timeout: unknown key; did you mean 'timeouts'? allowed: preset, ",
            _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\n2 errors\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ValidFile_SaysWhatItMeans()
    {
        Write("upstreams:\n  openai: {apiKey: sk-c4n4ry}\n  lab: {address: 'http://h:1'}\n");

        var exit = Check("my.yaml");

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            my.yaml: valid
              data port   127.0.0.1:4100
              admin port  127.0.0.1:4101
              store       sentinel-data/sentinel.db
              upstreams
                /openai/  https://api.openai.com  (openai, own credential, asks for usage in streams, default)
                /lab/  http://h:1  (openai-compatible, client's credentials)

            """.ReplaceLineEndings("\n"),
            _output.ToString());
    }

    [Fact]
    public void Check_NoFile_ChecksTheDefaults()
    {
        Assert.Equal(0, Check(null));
        Assert.StartsWith("built-in defaults (no file found): valid\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MissingFile_Fails()
    {
        Assert.Equal(1, Check("gone.yaml"));
        Assert.StartsWith("gone.yaml: the file does not exist", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Json_IsOneObjectForMachines()
    {
        Write("proxy:\n  maxModels: 0\n");

        Assert.Equal(1, Check("my.yaml", json: true));

        using var document = JsonDocument.Parse(_output.ToString());
        Assert.False(document.RootElement.GetProperty("valid").GetBoolean());
        var error = document.RootElement.GetProperty("errors")[0];
        Assert.Equal(("my.yaml", 2, 14, "proxy.maxModels"), (
            error.GetProperty("source").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32(), error.GetProperty("key").GetString()));
        Assert.Equal("a whole number; 1 to 100000", error.GetProperty("allowed").GetString());
    }

    [Fact]
    public void Check_JsonOfAValidFile_ShowsNoSecret()
    {
        Write("upstreams: {openai: {apiKey: sk-c4n4ry}}\n");

        Assert.Equal(0, Check("my.yaml", json: true));

        using var document = JsonDocument.Parse(_output.ToString());
        Assert.True(document.RootElement.GetProperty("valid").GetBoolean());
        Assert.True(document.RootElement.GetProperty("upstreams")[0].GetProperty("ownCredential").GetBoolean());
        Assert.DoesNotContain("c4n4ry", _output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _output.Dispose();
    }

    private int Check(string? path, bool json = false) =>
        CheckVerb.Check(new ConfigurationLoader(new Dictionary<string, string>(), _directory.Path), path, json, _output);

    private void Write(string yaml) => File.WriteAllText(_directory.File("my.yaml"), yaml);
}
