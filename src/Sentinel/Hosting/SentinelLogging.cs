using LlmSentinel.Core.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace LlmSentinel.Sentinel.Hosting;

/// <summary>
/// The sentinel's log, on standard error. The configured level is for our own categories. The web server and the forwarder write request
/// targets with their query strings, and parts of broken requests, below Warning: whatever the level, they are never asked for more.
/// </summary>
internal static class SentinelLogging
{
    public static void AddSentinelLogging(this ILoggingBuilder logging, LoggingOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddFilter((category, level) => level >= LowestFor(category, options));
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.Format == "json")
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(text =>
            {
                text.SingleLine = true;
                text.UseUtcTimestamp = true;
                text.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
            });
        }
    }

    /// <summary>Lowest level of a category.</summary>
    internal static LogLevel LowestFor(string? category, LoggingOptions options)
    {
        var configured = Enum.Parse<LogLevel>(options.Level, ignoreCase: true);
        if (category is not null && category.StartsWith("LlmSentinel", StringComparison.Ordinal))
            return configured;

        // Kestrel reports a call whose response was cut on purpose as an application error, with nothing in it that the row does not say.
        var floor = category is not null && category.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal)
            ? LogLevel.Critical
            : category is not null && category.StartsWith("Yarp", StringComparison.Ordinal) ? LogLevel.Error : LogLevel.Warning;
        return configured > floor ? configured : floor;
    }
}
