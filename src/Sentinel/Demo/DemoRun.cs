using System.Globalization;
using LlmSentinel.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Hosting;
using LlmSentinel.Sentinel.Top;
using LlmSentinel.Simulator;
using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Sentinel.Demo;

/// <summary>
/// Starts, in this order, a folder that goes away again, the provider, the sidecar, the callers; shows them; ends them in reverse. At the
/// end it says what the provider counted beside what the sidecar recorded.
/// </summary>
internal sealed class DemoRun(DemoArguments arguments, TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("llm-sentinel-demo-");
        try
        {
            await using var provider = await SimulatorHost.StartAsync(
                new SimulatorOptions { Scenario = Scenario.Load("demo"), Seed = arguments.Seed, Speed = arguments.Speed }, cancellationToken);
            var configuration = DemoConfiguration.Create(provider.Address, folder.FullName);
            await using var sidecar = await FullEdition.StartAsync(configuration, null, null, cancellationToken);
            await IntroduceAsync(configuration, provider, sidecar);
            await ShowTrafficAsync(sidecar, cancellationToken);
            await SummarizeAsync(provider, sidecar);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidConfigurationException)
        {
            await errors.WriteLineAsync($"The demo cannot run: {e.Message}");
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task ShowTrafficAsync(SentinelHost sidecar, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (arguments.Duration is { } duration) end.CancelAfter(duration);
        using var traffic = new DemoTraffic(sidecar.DataAddresses[0], arguments.Seed);
        var callers = traffic.RunAsync(end.Token);
        try
        {
            using var http = TopClient.Connect(sidecar.AdminAddress, null);
            await new DemoScreen(output, new TopClient(http, "model", "30s"), TimeProvider.System).ShowAsync(end.Token);
        }
        finally
        {
            await end.CancelAsync();
            await callers;
        }
    }

    private async Task IntroduceAsync(ConfigurationSnapshot configuration, SimulatorHost provider, SentinelHost sidecar)
    {
        await Banner.WriteAsync(output, configuration, sidecar);
        await output.WriteLineAsync($"  provider   {provider.Address.AbsoluteUri.TrimEnd('/')}   simulated; {provider.Engine.ActiveScenario.Description}");
        await output.WriteLineAsync($"  end        {(arguments.Duration is { } d ? $"after {d.TotalSeconds:0} s, or " : "")}Ctrl-C; nothing is left behind");
        await output.WriteLineAsync();
        await output.FlushAsync();
    }

    // The callers are gone, so what the provider counted and what the sidecar recorded can be laid side by side.
    private async Task SummarizeAsync(SimulatorHost provider, SentinelHost sidecar)
    {
        await provider.WhenIdleAsync(CancellationToken.None);
        var store = sidecar.Services.GetRequiredService<IExchangeStore>();
        var recorded = await RecordedAsync(sidecar, store, provider.Stats.Totals.Requests);
        var totals = provider.Stats.Totals;
        await output.WriteLineAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"The provider answered {totals.Requests} calls ({totals.Completed} in full, {totals.Refused} with an error, {totals.ClientAborted} left by the caller)."));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"The sidecar recorded {recorded?.Exchanges ?? 0} of them: {recorded?.InputTokens ?? 0} tokens in, {recorded?.OutputTokens ?? 0} out, ${recorded?.Cost ?? 0:0.0000}."));
        await output.FlushAsync();
    }

    private static async Task<SummaryRow?> RecordedAsync(SentinelHost sidecar, IExchangeStore store, long expected)
    {
        SummaryRow? row = null;
        for (var attempt = 0; attempt < LongestWait / Pause; attempt++)
        {
            if (sidecar.Services.GetService<IFlushableStore>() is { } flushable) await flushable.FlushAsync(TimeSpan.FromSeconds(1));
            row = (await store.SummarizeAsync(new SummaryQuery { GroupBy = SummaryGrouping.None }, CancellationToken.None)).SingleOrDefault();
            if (row?.Exchanges >= expected) break;
            // Tokens of calls that were just cut are still being counted.
            await Task.Delay(Pause, TimeProvider.System);
        }
        return row;
    }
}
