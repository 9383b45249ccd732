using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx;

internal static partial class Log
{
    [LoggerMessage(EventIds.SpoolFailing, LogLevel.Error,
        "Cannot record in the spool {Problem}. Calls are forwarded as ever; up to {QueueCapacity} exchanges wait in memory, then they are dropped and counted.")]
    public static partial void SpoolFailing(ILogger logger, string problem, int queueCapacity);

    [LoggerMessage(EventIds.SpoolRecovered, LogLevel.Information, "Recording in the spool {Folder} again after {Seconds:F1} s.")]
    public static partial void SpoolRecovered(ILogger logger, string folder, double seconds);

    [LoggerMessage(EventIds.SpoolQueueFull, LogLevel.Warning,
        "Dropped {Count} exchanges since the last such message, {Total} since start: they came faster than the spool {Folder} takes them.")]
    public static partial void Dropped(ILogger logger, long count, long total, string folder);

    [LoggerMessage(EventIds.SpoolClosedWithLoss, LogLevel.Error, "Ended with {Count} exchanges that the spool {Folder} did not take.")]
    public static partial void ClosedWithLoss(ILogger logger, string folder, long count);

    [LoggerMessage(EventIds.ServerFound, LogLevel.Information, "Points go to {Url}: {Server}.")]
    public static partial void ServerFound(ILogger logger, string url, string server);

    [LoggerMessage(EventIds.DeliveryFailing, LogLevel.Error,
        "Points cannot be delivered: {Problem}. They wait on disk and are sent again until they are taken.")]
    public static partial void DeliveryFailing(ILogger logger, string problem);

    [LoggerMessage(EventIds.DeliveryRecovered, LogLevel.Information, "Points are delivered to {Url} again after {Seconds:F1} s.")]
    public static partial void DeliveryRecovered(ILogger logger, string url, double seconds);

    [LoggerMessage(EventIds.PointsQuarantined, LogLevel.Error,
        "{Url} refused {Count} points for good ({Word}): {Reason}. They are set aside in {Path}.")]
    public static partial void Quarantined(ILogger logger, string url, int count, string word, string reason, string path);

    [LoggerMessage(EventIds.QuarantineFailing, LogLevel.Error, "{Count} points that were refused for good are lost: {Path} cannot be written: {Problem}.")]
    public static partial void QuarantineFailing(ILogger logger, int count, string path, string problem);

    [LoggerMessage(EventIds.BatchTooLarge, LogLevel.Warning, "{Url} finds requests too large: from now on they have at most {SizeBytes} bytes before compression.")]
    public static partial void BatchTooLarge(ILogger logger, string url, int sizeBytes);

    [LoggerMessage(EventIds.ClocksDiffer, LogLevel.Warning,
        "The clock of {Url} differs from this machine's by {Seconds:F0} s (positive: it is ahead). A server refuses points outside what it keeps.")]
    public static partial void ClocksDiffer(ILogger logger, string url, double seconds);

    [LoggerMessage(EventIds.RollupsFailing, LogLevel.Error,
        "Sums of minutes and hours cannot be put on disk: {Problem}. They are tried again; {Count} of their exchanges are given up, which are in the points all the same.")]
    public static partial void RollupsFailing(ILogger logger, string problem, long count);
}
