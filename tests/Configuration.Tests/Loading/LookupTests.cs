using LlmSentinel.Testing;

namespace LlmSentinel.Configuration.Tests.Loading;

/// <summary>Which file is read.</summary>
public sealed class LookupTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public LookupTests() => Directory.CreateDirectory(_directory.File("config"));

    [Fact]
    public void Load_NoFileAnywhere_IsTheDefaults()
    {
        var snapshot = Loader().Load().GetSnapshot();

        Assert.Null(snapshot.Path);
        Assert.Equal(5, snapshot.Upstreams.Count);
    }

    [Fact]
    public void Load_SeveralFiles_TheMoreExplicitOneWins()
    {
        var option = Write("option.yaml", 1);
        Write("variable.yaml", 2);
        Write("sentinel.yaml", 3);
        Write(Path.Combine("config", "sentinel.yaml"), 4);

        Assert.Equal(1, MaxModels(Loader(("SENTINEL_CONFIG", "variable.yaml")).Load(option)));
        Assert.Equal(2, MaxModels(Loader(("SENTINEL_CONFIG", "variable.yaml")).Load()));
        Assert.Equal(3, MaxModels(Loader(("SENTINEL_CONFIG", "")).Load()));
        File.Delete(_directory.File("sentinel.yaml"));
        Assert.Equal(4, MaxModels(Loader().Load()));
    }

    [Fact]
    public void Load_NamedFileMissing_IsAnErrorThatSaysWhoNamedIt()
    {
        Write("sentinel.yaml", 3);

        Assert.Equal("gone.yaml: the file does not exist (named by --config)", Assert.Single(Loader().Load("gone.yaml").Errors).ToString());
        Assert.Equal("away.yaml: the file does not exist (named by SENTINEL_CONFIG)", Assert.Single(Loader(("SENTINEL_CONFIG", "away.yaml")).Load().Errors).ToString());
    }

    [Fact]
    public void Load_Folder_IsAnError() => Assert.Equal("config: the file cannot be read (named by --config)", Assert.Single(Loader().Load("config").Errors).ToString());

    [Fact]
    public void Load_NotUtf8_IsAnError()
    {
        File.WriteAllBytes(_directory.File("sentinel.yaml"), [0xff, 0xfe, 0x41]);

        Assert.Equal("sentinel.yaml: the file is not UTF-8 text", Assert.Single(Loader().Load().Errors).ToString());
    }

    [Fact]
    public void Load_HugeFile_IsAnError()
    {
        File.WriteAllText(_directory.File("sentinel.yaml"), new string('#', 5 * 1024 * 1024));

        Assert.Equal("sentinel.yaml: the file is larger than 4 MiB", Assert.Single(Loader().Load().Errors).ToString());
    }

    [Fact]
    public void Load_ByteOrderMarkAndWindowsLineEnds_MakeNoDifference()
    {
        File.WriteAllText(_directory.File("sentinel.yaml"), "\uFEFFproxy:\r\n  maxModels: 9\r\n");

        Assert.Equal(9, MaxModels(Loader().Load()));
    }

    public void Dispose() => _directory.Dispose();

    private ConfigurationLoader Loader(params (string, string)[] environment) => Tests.Load.Loader(_directory.Path, environment);

    private static int MaxModels(ConfigurationResult result) => result.GetSnapshot().Options.Proxy.MaxModels;

    private string Write(string name, int maxModels)
    {
        File.WriteAllText(_directory.File(name), $"proxy: {{maxModels: {maxModels}}}\n");
        return name;
    }
}
