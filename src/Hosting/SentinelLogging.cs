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
    public static ILoggerFactory CreateFactory(LoggingOptions options)
    {
        var level = Enum.Parse<LogLevel>(options.Level, ignoreCase: true);

        // Rules by category are settled once for each logger; a filter delegate would run at every question whether a level is on.
        var levels = new LoggerFilterOptions { MinLevel = AtLeast(LogLevel.Warning, level) };
        levels.Rules.Add(Rule(Server, AtLeast(LogLevel.Critical, level)));
        levels.Rules.Add(Rule(Host, LogLevel.None));
        levels.Rules.Add(Rule(Forwarder, AtLeast(LogLevel.Error, level)));
        levels.Rules.Add(Rule(Ours, level));
        return new LoggerFactory([new LateConsole(() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddConsole(options)))], levels);
    }

    private static LoggerFilterRule Rule(string category, LogLevel level) => new(providerName: null, category, level, filter: null);

    private static void AddConsole(this ILoggingBuilder logging, LoggingOptions options)
    {
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
