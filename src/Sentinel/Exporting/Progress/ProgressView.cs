using Spectre.Console;

namespace LlmSentinel.Sentinel.Exporting.Progress;

/// <summary>Shows how far it is while it runs: a bar on a terminal, a line every few seconds elsewhere, or nothing.</summary>
internal sealed class ProgressView(TextWriter error, bool quiet, TimeProvider time)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it to its end; what it throws is thrown.</summary>
    public async Task<T> RunAsync<T>(string what, TransferCount count, Func<Task<T>> run)
    {
        if (quiet)
            return await run();
        if (error != Console.Error || Console.IsErrorRedirected)
            return await WithLinesAsync(what, count, run);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => WithBarAsync(context.AddTask(what, maxValue: 1), what, count, run));
    }

    private async Task<T> WithLinesAsync<T>(string what, TransferCount count, Func<Task<T>> run)
    {
        var running = run();
        while (!await EndsWithinAsync(running, LineInterval))
            await error.WriteLineAsync($"{what}: {ProgressText.Line(count)}");
        return await running;
    }

    private async Task<T> WithBarAsync<T>(ProgressTask bar, string what, TransferCount count, Func<Task<T>> run)
    {
        var running = run();
        do
        {
            bar.Value = count.Fraction;
            bar.Description = $"{what} {ProgressText.Short(count)}";
        }
        while (!await EndsWithinAsync(running, BarInterval));
        return await running;
    }

    private async Task<bool> EndsWithinAsync(Task running, TimeSpan interval)
    {
        using var enough = new CancellationTokenSource();
        var first = await Task.WhenAny(running, Task.Delay(interval, time, enough.Token));
        await enough.CancelAsync();
        return first == running;
    }
}
