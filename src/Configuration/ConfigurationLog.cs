using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Configuration;

internal static partial class ConfigurationLog
{
    [LoggerMessage(EventIds.ConfigurationWatching, LogLevel.Information, "Configuration: {Path}")]
    public static partial void Watching(ILogger logger, string path);

    [LoggerMessage(EventIds.ConfigurationReloaded, LogLevel.Information, "Configuration reloaded, changed: {Keys}")]
    public static partial void Reloaded(ILogger logger, string keys);

    [LoggerMessage(EventIds.ConfigurationRejected, LogLevel.Error, "Configuration change rejected for {Count} errors, the running configuration stays:{Errors}")]
    public static partial void Rejected(ILogger logger, int count, string errors);

    [LoggerMessage(EventIds.ConfigurationNeedsRestart, LogLevel.Warning, "These changes take effect at the next start: {Keys}")]
    public static partial void NeedsRestart(ILogger logger, string keys);

    [LoggerMessage(EventIds.ConfigurationNotApplied, LogLevel.Error, "A part of the sentinel failed to take the new configuration over and keeps the old one")]
    public static partial void NotApplied(ILogger logger, Exception error);

    [LoggerMessage(EventIds.ConfigurationWatchFailed, LogLevel.Error, "Looking at the configuration failed, the running configuration stays")]
    public static partial void WatchFailed(ILogger logger, Exception error);
}
