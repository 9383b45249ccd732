using System.Net;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(EventIds.AdminRequestRefused, LogLevel.Warning, "Request to the admin port from {Address} refused: {Reason}.")]
    public static partial void AdminRequestRefused(ILogger logger, IPAddress? address, string reason);
}
