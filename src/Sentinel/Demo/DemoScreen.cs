using System.Globalization;
using LlmSentinel.Sentinel.Api.Views;
using LlmSentinel.Sentinel.Top;
using Spectre.Console;

namespace LlmSentinel.Sentinel.Demo;

/// <summary>The table of <c>sentinel top</c> on a terminal; elsewhere a line every few seconds.</summary>
internal sealed class DemoScreen(TextWriter output, TopClient client, TimeProvider time)
{
    private static readonly TimeSpan TableInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
                await new TopScreen(AnsiConsole.Console, client.ReadAsync, time).ShowLiveAsync(TableInterval, cancellationToken);
            else
                await ShowLinesAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The end of the show.
        }
    }

    private async Task ShowLinesAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LineInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var sample = await client.ReadAsync(cancellationToken);
            if (sample.Total?.Rows is not [var all]) continue;
            await output.WriteLineAsync(Line(sample, all));
            await output.FlushAsync(cancellationToken);
        }
    }

    private static string Line(TopSample sample, SummaryRowView all) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TimeSpan.FromMilliseconds(sample.Status.UptimeMs):mm\\:ss}  {TopText.Rate(all.Exchanges / sample.Seconds)} calls/s  "
        + $"errors {TopText.Percent(all.Errors, all.Exchanges)} %  p50 {TopText.Duration(all.DurationMs?.P50)}  ttft p50 {TopText.Duration(all.TtftMs?.P50)}  "
        + $"ttft p95 {TopText.Duration(all.TtftMs?.P95)}  {TopText.Rate(all.OutputTokens / sample.Seconds)} tok/s out  "
        + $"{TopText.CostPerHour(all.CostUsd, all.UnknownPrice, sample.Seconds)} $/h  added p50 {TopText.Duration(all.AddedMs?.P50)}");
}
