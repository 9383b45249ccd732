using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Configuration;

/// <summary>
/// Keeps the configuration in effect while the file changes: a valid change takes its place and is announced, an invalid one is logged
/// and changes nothing. Reads the file's content every <see cref="Interval"/> instead of trusting file events or times: those do not
/// come, or lie, on network mounts and on the links a Kubernetes ConfigMap is made of. A new content counts when two looks in a row
/// find it: an editor empties a file before it writes, and an empty file is valid.
/// </summary>
public sealed class ConfigurationWatcher : IDisposable
{
    private readonly ConfigurationLoader _loader;
    private readonly string? _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConfigurationSnapshot _started;
    private readonly Lock _gate = new();
    private volatile ConfigurationSnapshot _current;
    private string _lastHash;
    private string? _seenHash;
    private string? _lastRejection;
    private ITimer? _timer;
    private PosixSignalRegistration? _signal;

    /// <summary>Makes a watcher that does nothing until <see cref="Start"/>.</summary>
    /// <param name="loader">The loader <paramref name="initial"/> comes from.</param>
    /// <param name="path">The path given on the command line; null when none was.</param>
    /// <param name="initial">The configuration the process started with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where reloads and rejections are said.</param>
    public ConfigurationWatcher(ConfigurationLoader loader, string? path, ConfigurationSnapshot initial, TimeProvider time, ILogger<ConfigurationWatcher> logger)
    {
        _loader = loader;
        // A file once found stays the file: another one of the usual places must not take over when it goes.
        _path = initial.Path ?? path;
        _time = time;
        _logger = logger;
        _started = _current = initial;
        _lastHash = initial.Hash;
    }

    /// <summary>Raised on the watcher's thread after <see cref="Current"/> changed. A subscriber that throws stops nobody.</summary>
    public event Action<ConfigurationChange>? Changed;

    /// <summary>Raised on the watcher's thread once for each content that is refused.</summary>
    public event Action<IReadOnlyList<ConfigError>>? Rejected;

    /// <summary>Between two looks at the file.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The configuration in effect, except for <see cref="PendingRestartKeys"/>.</summary>
    public ConfigurationSnapshot Current => _current;

    /// <summary>Keys changed since the start that take effect at the next one.</summary>
    public IReadOnlyList<string> PendingRestartKeys => ConfigurationChange.Between(_started, _current).RestartKeys;

    /// <summary>
    /// Starts watching, and reloads on SIGHUP where there is one. Under a terminal SIGHUP keeps its meaning, the terminal is gone:
    /// a sentinel started by hand ends with its window.
    /// </summary>
    public void Start()
    {
        ConfigurationLog.Watching(_logger, _path ?? "built-in defaults");
        _timer = _time.CreateTimer(_ => Poll(), null, Interval, Interval);
        if (!OperatingSystem.IsWindows() && Console.IsInputRedirected)
        {
            _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                Reload();
            });
        }
    }

    /// <summary>
    /// Reads the file now. Announces a valid configuration even when nothing in it changed, so that subscribers look again at the files
    /// it names.
    /// </summary>
    /// <returns>What is wrong; empty when it was taken over.</returns>
    public IReadOnlyList<ConfigError> Reload()
    {
        lock (_gate)
            return Look(force: true);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _signal?.Dispose();
        _timer?.Dispose();
    }

    private void Poll()
    {
        // A look that takes longer than the interval is followed by the next one, never joined by it.
        if (!_gate.TryEnter())
            return;
        try
        {
            Look(force: false);
        }
        catch (Exception error)
        {
            ConfigurationLog.WatchFailed(_logger, error);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private IReadOnlyList<ConfigError> Look(bool force)
    {
        var input = _loader.Read(_path);
        if (!force && !IsDue(input))
            return [];
        _lastHash = input.Hash;
        var result = _loader.Load(input);
        if (result.Snapshot is null)
            Reject(input, result.Errors);
        else
            Accept(result.Snapshot, force);
        return result.Errors;
    }

    private bool IsDue(ConfigurationInput input)
    {
        if (input.Text is not null && input.Hash == _lastHash)
        {
            // A rejected file is looked at again although it did not change: what it names may have come to be.
            _seenHash = null;
            return _lastRejection is not null;
        }
        var settled = _seenHash == input.Hash;
        _seenHash = input.Hash;
        return settled;
    }

    private void Reject(ConfigurationInput input, IReadOnlyList<ConfigError> errors)
    {
        var text = string.Join(Environment.NewLine, errors.Select(error => $"  {error}"));
        var rejection = input.Hash + text;
        if (_lastRejection == rejection)
            return;
        _lastRejection = rejection;
        ConfigurationLog.Rejected(_logger, errors.Count, Environment.NewLine + text);
        Rejected?.Invoke(errors);
    }

    private void Accept(ConfigurationSnapshot snapshot, bool force)
    {
        _lastRejection = null;
        var change = ConfigurationChange.Between(_current, snapshot);
        if (change.ChangedKeys.Count == 0 && !force)
            return;
        _current = snapshot;
        ConfigurationLog.Reloaded(_logger, change.ChangedKeys.Count == 0 ? "nothing" : string.Join(", ", change.ChangedKeys));
        if (change.RestartKeys.Count > 0)
            ConfigurationLog.NeedsRestart(_logger, string.Join(", ", change.RestartKeys));
        foreach (var subscriber in Changed?.GetInvocationList() ?? [])
            Announce((Action<ConfigurationChange>)subscriber, change);
    }

    private void Announce(Action<ConfigurationChange> subscriber, ConfigurationChange change)
    {
        try
        {
            subscriber(change);
        }
        catch (Exception error)
        {
            ConfigurationLog.NotApplied(_logger, error);
        }
    }
}
