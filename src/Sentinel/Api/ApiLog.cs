using System.Net;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Sentinel.Api;

internal static partial class ApiLog
{
    [LoggerMessage(EventIds.AdminRequestRefused, LogLevel.Warning, "Request to the admin port from {Address} refused: {Reason}.")]
    public static partial void AdminRequestRefused(ILogger logger, IPAddress? address, string reason);

    [LoggerMessage(EventIds.AdminRequestFailed, LogLevel.Error, "Request to the admin port failed: {Path}.")]
    public static partial void AdminRequestFailed(ILogger logger, string path, Exception exception);
}
