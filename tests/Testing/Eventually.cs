using System.Diagnostics;

namespace LlmSentinel.Testing;

/// <summary>Waits for something that happens on another thread: polls until it is so, fails when it never is.</summary>
public static class Eventually
{
    /// <summary>Long enough for a busy build machine; a passing test never waits for it.</summary>
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static Task TrueAsync(Func<bool> condition, string expectation, TimeSpan? deadline = null) =>
        TrueAsync(() => Task.FromResult(condition()), expectation, deadline);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string expectation, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
                Assert.Fail($"Not within {limit.TotalSeconds:0.#} s: {expectation}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until <paramref name="read"/> gives something other than null, and returns it.</summary>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> read, string expectation, TimeSpan? deadline = null)
        where T : class
    {
        T? value = null;
        await TrueAsync(async () => (value = await read()) is not null, expectation, deadline);
        return value!;
    }

    /// <summary>Awaits a task that must end within the deadline.</summary>
    public static async Task<T> CompletesAsync<T>(Task<T> task, string expectation, TimeSpan? deadline = null)
    {
        await CompletesAsync((Task)task, expectation, deadline);
        return await task;
    }

    /// <summary>Awaits a task that must end within the deadline.</summary>
    public static async Task CompletesAsync(Task task, string expectation, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        using var stop = new CancellationTokenSource();
        if (await Task.WhenAny(task, Task.Delay(limit, stop.Token)) != task)
            Assert.Fail($"Not within {limit.TotalSeconds:0.#} s: {expectation}");
        await stop.CancelAsync();
        await task;
    }
}
