using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmSentinel.Sentinel.Top;

/// <summary>Shows samples on a console: one, or a new one every interval until cancelled.</summary>
/// <param name="console">Where to draw.</param>
/// <param name="read">Takes a sample.</param>
/// <param name="time">Clock of the interval.</param>
internal sealed class TopScreen(IAnsiConsole console, Func<CancellationToken, Task<TopSample>> read, TimeProvider time)
{
    /// <summary>Draws one sample.</summary>
    /// <exception cref="TopUnreachableException">There is nothing to sample.</exception>
    public async Task ShowOnceAsync(CancellationToken cancellationToken) =>
        console.Write(TopView.Render(await read(cancellationToken), console.Profile.Width));

    /// <summary>Draws over and over. A sidecar that goes away later is waited for; its last sample stays on the screen.</summary>
    /// <exception cref="TopUnreachableException">There is nothing to sample at the first try.</exception>
    public async Task ShowLiveAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        var view = TopView.Render(await read(cancellationToken), console.Profile.Width);
        await console.Live(view).AutoClear(false).StartAsync(async live =>
        {
            live.Refresh();
            using var timer = new PeriodicTimer(interval, time);
            try
            {
                while (await timer.WaitForNextTickAsync(cancellationToken))
                {
                    var (next, problem) = await TryReadAsync(cancellationToken);
                    view = next ?? view;
                    live.UpdateTarget(problem is null ? view : new Rows(view, new Text(problem, new Style(Color.Red))));
                }
            }
            catch (OperationCanceledException)
            {
                // The user has seen enough.
            }
        });
    }

    private async Task<(IRenderable? View, string? Problem)> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (TopView.Render(await read(cancellationToken), console.Profile.Width), null);
        }
        catch (TopUnreachableException exception)
        {
            return (null, exception.Message);
        }
    }
}
