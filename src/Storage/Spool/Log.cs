using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Spool;

internal static partial class Log
{
    [LoggerMessage(EventIds.SpoolOpened, LogLevel.Information, "Spooling in {Folder}: {Points} points wait to be delivered ({SizeBytes} bytes).")]
    public static partial void Opened(ILogger logger, string folder, long points, long sizeBytes);

    [LoggerMessage(EventIds.SpoolTailCut, LogLevel.Information,
        "Cut {SizeBytes} bytes off {Path}: a block the process did not live to finish, and never acknowledged.")]
    public static partial void CutTail(ILogger logger, string path, long sizeBytes);

    [LoggerMessage(EventIds.SpoolDamaged, LogLevel.Error,
        "Passed over {Blocks} damaged places in the spool {Folder}: {Points} points in it cannot be delivered any more.")]
    public static partial void Damaged(ILogger logger, string folder, long blocks, long points);

    [LoggerMessage(EventIds.SpoolDropped, LogLevel.Error,
        "The spool {Folder} is full: {Path} is given up with {Points} points that were not delivered.")]
    public static partial void Dropped(ILogger logger, string folder, string path, long points);

    [LoggerMessage(EventIds.SpoolFolderGone, LogLevel.Error,
        "The spool {Folder} was removed while in use; a new one is begun. What was in it and not delivered is lost.")]
    public static partial void FolderGone(ILogger logger, string folder);

    [LoggerMessage(EventIds.SpoolTrouble, LogLevel.Warning, "The spool {Folder} {Problem}. Recording goes on.")]
    public static partial void Trouble(ILogger logger, string folder, string problem);
}
