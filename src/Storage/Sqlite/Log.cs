using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Sqlite;

internal static partial class Log
{
    [LoggerMessage(EventIds.StoreOpened, LogLevel.Information, "Recording to {Path} (schema version {Version}, {SizeBytes} bytes).")]
    public static partial void Opened(ILogger logger, string path, int version, long sizeBytes);

    [LoggerMessage(EventIds.StoreBackedUp, LogLevel.Information,
        "The schema of {Path} changes. {Backup} is a copy from before, to go back to an older sentinel with; it is removed at a start after {Days} days.")]
    public static partial void BackedUp(ILogger logger, string path, string backup, int days);

    [LoggerMessage(EventIds.StoreMigrated, LogLevel.Information, "Brought {Path} from schema version {From} to {To}.")]
    public static partial void Migrated(ILogger logger, string path, int from, int to);

    [LoggerMessage(EventIds.StoreFailing, LogLevel.Error,
        "Cannot record: {Path} {Problem}. Calls are forwarded as ever; up to {QueueCapacity} exchanges wait in memory, then they are dropped and counted.")]
    public static partial void Failing(ILogger logger, string path, string problem, int queueCapacity);

    [LoggerMessage(EventIds.StoreRecovered, LogLevel.Information, "Recording to {Path} again after {Seconds:F1} s.")]
    public static partial void Recovered(ILogger logger, string path, double seconds);

    [LoggerMessage(EventIds.StoreDropped, LogLevel.Warning,
        "Dropped {Count} exchanges since the last such message, {Total} since start: they came faster than {Path} takes them.")]
    public static partial void Dropped(ILogger logger, long count, long total, string path);

    [LoggerMessage(EventIds.StoreSetAside, LogLevel.Critical,
        "The database {Path} is damaged. It is set aside as {Aside} and a new one is begun: earlier exchanges are only in the old file.")]
    public static partial void SetAside(ILogger logger, string path, string aside);

    [LoggerMessage(EventIds.StoreRefused, LogLevel.Warning, "{Count} exchanges cannot be stored and are dropped: {Reason}.")]
    public static partial void Refused(ILogger logger, int count, string reason);

    [LoggerMessage(EventIds.StoreExpired, LogLevel.Debug, "Removed {Count} exchanges from {Path} that are beyond store.retention or store.maxSize.")]
    public static partial void Expired(ILogger logger, long count, string path);

    [LoggerMessage(EventIds.StoreClosedWithLoss, LogLevel.Error, "Closed {Path} with {Count} exchanges not written.")]
    public static partial void ClosedWithLoss(ILogger logger, string path, long count);

    [LoggerMessage(EventIds.StoreFileGone, LogLevel.Error, "The database {Path} was removed while in use; a new one is begun.")]
    public static partial void FileGone(ILogger logger, string path);
}
