using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Sidecar;

internal static partial class LeanLog
{
    [LoggerMessage(EventIds.SettingWithoutEffect, LogLevel.Warning, "{Setting} has no effect here: {Reason}")]
    public static partial void SettingWithoutEffect(ILogger logger, string setting, string reason);
}
