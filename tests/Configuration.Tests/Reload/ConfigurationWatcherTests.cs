using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Configuration.Tests.Reload;

public sealed class ConfigurationWatcherTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger _log = new();
    private readonly List<ConfigurationChange> _changes = [];
    private ConfigurationWatcher? _watcher;

    [Fact]
    public void Watch_ValidChange_IsInEffectAndAnnounced()
    {
        Write("proxy: {drainTimeout: 5s}");
        var watcher = Start();

        Write("proxy: {drainTimeout: 6s}\nupstreams: {openai: {apiKey: sk-2}}");
        Pass(2);

        var change = Assert.Single(_changes);
        Assert.Equal(["proxy.drainTimeout", "upstreams.anthropic", "upstreams.gemini", "upstreams.ollama", "upstreams.openrouter", "upstreams.openai.apiKey"], change.ChangedKeys);
        Assert.Empty(change.RestartKeys);
        Assert.Same(change.After, watcher.Current);
        Assert.Equal(TimeSpan.FromSeconds(6), watcher.Current.Options.Proxy.DrainTimeout);
        Assert.Contains(_log.Messages, message => message.StartsWith("Configuration reloaded, changed: proxy.drainTimeout, upstreams.anthropic", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Messages, message => message.Contains("sk-2", StringComparison.Ordinal));
    }

    [Fact]
    public void Watch_ChangeBetweenLoadAndFirstLook_IsSeen()
    {
        Write("proxy: {drainTimeout: 5s}");
        var loader = Load.Loader(_directory.Path);
        var initial = loader.Load().GetSnapshot();
        Write("proxy: {drainTimeout: 6s}");
        Start(loader, initial);

        Pass(2);

        Assert.Equal(["proxy.drainTimeout"], Assert.Single(_changes).ChangedKeys);
    }

    [Fact]
    public void Watch_KeysReadAtStart_AreNamedUntilTheNextStart()
    {
        Write("");
        var watcher = Start();

        Write("proxy: {listen: ['127.0.0.1:5'], drainTimeout: 1s}\nstore: {path: other.db}");
        Pass(2);
        Assert.Equal(["proxy.listen", "store.path"], Assert.Single(_changes).RestartKeys);
        Assert.Contains("These changes take effect at the next start: proxy.listen, store.path", _log.Messages);

        Write("proxy: {listen: ['127.0.0.1:5'], drainTimeout: 2s}");
        Pass(2);
        Assert.Equal(["store.path"], _changes[1].RestartKeys);
        Assert.Equal(["proxy.listen"], watcher.PendingRestartKeys);
    }

    [Fact]
    public void Watch_CommentsAndOrderChange_AnnouncesNothing()
    {
        Write("proxy: {drainTimeout: 5s}\nlogging: {level: debug}");
        Start();

        Write("# new\nlogging: {level: 'debug'}\nproxy: {drainTimeout: 5000ms}");
        Pass(5);

        Assert.Empty(_changes);
    }

    [Fact]
    public void Watch_InvalidChange_KeepsTheRunningOneAndSaysAllErrorsOnce()
    {
        Write("proxy: {drainTimeout: 5s}");
        var watcher = Start();
        var before = watcher.Current;

        Write("proxy: {drainTimeout: 5, bogus: 1}");
        Pass(10);

        Assert.Same(before, watcher.Current);
        Assert.Empty(_changes);
        var message = Assert.Single(_log.Messages, message => message.StartsWith("Configuration change rejected", StringComparison.Ordinal));
        Assert.Contains("2 errors", message, StringComparison.Ordinal);
        Assert.Contains("proxy.drainTimeout: '5' is not a duration", message, StringComparison.Ordinal);
        Assert.Contains("proxy.bogus: unknown key", message, StringComparison.Ordinal);

        Write("proxy: {drainTimeout: 6}");
        Pass(3);
        Assert.Equal(2, _log.Messages.Count(text => text.StartsWith("Configuration change rejected", StringComparison.Ordinal)));

        Write("proxy: {drainTimeout: 6s}");
        Pass(2);
        Assert.Equal(["proxy.drainTimeout"], Assert.Single(_changes).ChangedKeys);
    }

    [Fact]
    public void Watch_FileNamedInARejectedChangeAppears_TakesTheChangeOver()
    {
        Write("");
        Start();
        Write("pricing: {files: [prices.json]}");
        Pass(2);
        Assert.Empty(_changes);

        File.WriteAllText(_directory.File("prices.json"), "{}");
        Pass(1);

        Assert.Equal(["pricing.files"], Assert.Single(_changes).ChangedKeys);
    }

    [Fact]
    public void Watch_FileDeletedAndBack_KeepsTheRunningOneThroughout()
    {
        Write("proxy: {drainTimeout: 5s}");
        var watcher = Start();
        Directory.CreateDirectory(_directory.File("config"));
        File.WriteAllText(_directory.File("config/sentinel.yaml"), "proxy: {drainTimeout: 7s}");

        File.Delete(_directory.File("sentinel.yaml"));
        Pass(5);
        Assert.Equal(TimeSpan.FromSeconds(5), watcher.Current.Options.Proxy.DrainTimeout);
        Assert.Contains("the file does not exist", Assert.Single(_log.Messages, text => text.Contains("rejected", StringComparison.Ordinal)), StringComparison.Ordinal);

        Write("proxy: {drainTimeout: 6s}");
        Pass(2);
        Assert.Equal(TimeSpan.FromSeconds(6), watcher.Current.Options.Proxy.DrainTimeout);
    }

    [Fact]
    public void Watch_DefaultsAndAFileAppears_TakesItOver()
    {
        var watcher = Start();
        Assert.Null(watcher.Current.Path);

        Write("proxy: {drainTimeout: 6s}");
        Pass(2);

        Assert.Equal("sentinel.yaml", watcher.Current.Path);
        Assert.Equal(["proxy.drainTimeout"], Assert.Single(_changes).ChangedKeys);
    }

    [Fact]
    public void Watch_FileEmptiedBeforeItIsWritten_TakesOnlyTheWrittenOneOver()
    {
        Write("upstreams: {mine: {preset: vllm}}");
        var watcher = Start();

        Write("");
        Pass(1);
        Write("upstreams: {mine: {preset: ollama}}");
        Pass(2);

        Assert.Equal(["upstreams.mine.preset"], Assert.Single(_changes).ChangedKeys);
        Assert.Equal("ollama", Assert.Single(watcher.Current.Upstreams).Preset.Name);
    }

    /// <summary>A ConfigMap: sentinel.yaml links to ..data/sentinel.yaml, and ..data links to a folder that is replaced.</summary>
    [Fact]
    public void Watch_LinkedFolderIsReplaced_TakesTheNewFileOver()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Symbolic links need a privilege on Windows.");
        MakeRevision("one", "proxy: {drainTimeout: 5s}");
        MakeRevision("two", "proxy: {drainTimeout: 6s}");
        Directory.CreateSymbolicLink(_directory.File("..data"), _directory.File("one"));
        File.CreateSymbolicLink(_directory.File("sentinel.yaml"), _directory.File("..data/sentinel.yaml"));
        var watcher = Start();
        Assert.Equal(TimeSpan.FromSeconds(5), watcher.Current.Options.Proxy.DrainTimeout);

        Directory.Delete(_directory.File("..data"));
        Directory.CreateSymbolicLink(_directory.File("..data"), _directory.File("two"));
        Pass(2);

        Assert.Equal(TimeSpan.FromSeconds(6), watcher.Current.Options.Proxy.DrainTimeout);
    }

    [Fact]
    public void Reload_NothingChanged_IsAnnouncedAllTheSame()
    {
        Write("proxy: {drainTimeout: 5s}");
        var watcher = Start();

        Assert.Empty(watcher.Reload());

        Assert.Empty(Assert.Single(_changes).ChangedKeys);
    }

    [Fact]
    public void Reload_InvalidFile_ReturnsItsErrors()
    {
        Write("proxy: {drainTimeout: 5s}");
        var watcher = Start();
        Write("bogus: 1");

        Assert.Equal("bogus", Assert.Single(watcher.Reload()).Key);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Watch_SubscriberThrows_OthersStillHear()
    {
        Write("");
        var watcher = Start(subscribeFirst: _ => throw new InvalidOperationException("boom"));

        Write("proxy: {drainTimeout: 6s}");
        Pass(2);

        Assert.Single(_changes);
        Assert.Contains(_log.Messages, message => message.StartsWith("A part of the sentinel failed", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(6), watcher.Current.Options.Proxy.DrainTimeout);
    }

    [Fact]
    public void Dispose_StopsLooking()
    {
        Write("");
        Start().Dispose();

        Write("proxy: {drainTimeout: 6s}");
        Pass(5);

        Assert.Empty(_changes);
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _directory.Dispose();
    }

    private ConfigurationWatcher Start(Action<ConfigurationChange>? subscribeFirst = null)
    {
        var loader = Load.Loader(_directory.Path);
        return Start(loader, loader.Load().GetSnapshot(), subscribeFirst);
    }

    private ConfigurationWatcher Start(ConfigurationLoader loader, ConfigurationSnapshot initial, Action<ConfigurationChange>? subscribeFirst = null)
    {
        _watcher = new ConfigurationWatcher(loader, null, initial, _time, _log);
        if (subscribeFirst is not null)
            _watcher.Changed += subscribeFirst;
        _watcher.Changed += _changes.Add;
        _watcher.Start();
        return _watcher;
    }

    /// <summary>Lets the watcher look a number of times.</summary>
    private void Pass(int looks)
    {
        for (var look = 0; look < looks; look++)
            _time.Advance(ConfigurationWatcher.Interval);
    }

    private void Write(string yaml) => File.WriteAllText(_directory.File("sentinel.yaml"), yaml);

    private void MakeRevision(string name, string yaml)
    {
        Directory.CreateDirectory(_directory.File(name));
        File.WriteAllText(_directory.File($"{name}/sentinel.yaml"), yaml);
    }
}
