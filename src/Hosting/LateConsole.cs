using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>
/// The console's log, made when there is something to say: its options and formatters take a tenth of a start, and most starts have
/// nothing to say before they are ready.
/// </summary>
internal sealed class LateConsole(Func<ILoggerFactory> make) : ILoggerProvider
{
    private readonly Lazy<ILoggerFactory> _console = new(make);

    public ILogger CreateLogger(string categoryName) => new Logger(_console, categoryName);

    public void Dispose()
    {
        if (_console.IsValueCreated)
            _console.Value.Dispose();
    }

    private sealed class Logger(Lazy<ILoggerFactory> console, string category) : ILogger
    {
        private ILogger? _logger;

        // Whoever asks has the rules of levels; the console has none of its own.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            (_logger ??= console.Value.CreateLogger(category)).Log(logLevel, eventId, state, exception, formatter);

        // No line shows scopes.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
