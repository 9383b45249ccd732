using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Sentinel.Api;

internal static partial class ApiLog
{
    [LoggerMessage(EventIds.AdminRequestFailed, LogLevel.Error, "Request to the admin port failed: {Path}.")]
    public static partial void AdminRequestFailed(ILogger logger, string path, Exception exception);
}
