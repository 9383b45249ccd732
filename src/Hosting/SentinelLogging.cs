using LlmSentinel.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>
/// The sentinel's log, on standard error. The configured level is for our own categories. The web server and the forwarder write request
/// targets with their query strings, and parts of broken requests, below Warning: whatever the level, they are never asked for more.
/// </summary>
internal static class SentinelLogging
{
    // Kestrel reports a call whose response was cut on purpose as an application error, with nothing in it that the row does not say.
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Forwarder = "Yarp";

    // Listened to at any level, the web host makes an activity and a log scope for every call.
    private const string Host = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string Ours = "LlmSentinel";

    /// <summary>The log of the process.</summary>
    public static ILoggerFactory CreateFactory(LoggingOptions options) => LoggerFactory.Create(logging => logging.AddSentinelLogging(options));

    private static void AddSentinelLogging(this ILoggingBuilder logging, LoggingOptions options)
    {
        var level = Enum.Parse<LogLevel>(options.Level, ignoreCase: true);
        logging.ClearProviders();

        // Rules by category are settled once for each logger; a filter delegate would run at every question whether a level is on.
        logging.SetMinimumLevel(AtLeast(LogLevel.Warning, level));
        logging.AddFilter(Server, AtLeast(LogLevel.Critical, level));
        logging.AddFilter(Host, LogLevel.None);
        logging.AddFilter(Forwarder, AtLeast(LogLevel.Error, level));
        logging.AddFilter(Ours, level);

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

    private static LogLevel AtLeast(LogLevel floor, LogLevel configured) => configured > floor ? configured : floor;
}
