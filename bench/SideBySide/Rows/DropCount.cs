using System.Globalization;
using LlmSentinel.Bench.SideBySide.Targets;

namespace LlmSentinel.Bench.SideBySide.Rows;

/// <summary>Reads from a target's own metrics how many rows it gave up: calls that found no place on the way to the store, or in it.</summary>
internal static class DropCount
{
    private static readonly string[] Lost = ["llmsentinel_queue_dropped_total{queue=\"capture\"", "llmsentinel_store_dropped_total{"];
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Rows given up since the target's start; 0 for a target that has no metrics.</summary>
    /// <exception cref="InvalidOperationException">The metrics cannot be read.</exception>
    public static async Task<long> ReadAsync(RunningTarget target)
    {
        if (target.AdminPort is not { } port)
            return 0;
        try
        {
            return Sum(await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics")));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new InvalidOperationException($"The metrics of {target.Target.Name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The sum in a page of metrics.</summary>
    public static long Sum(string metrics) => metrics.Split('\n')
        .Where(line => Lost.Any(name => line.StartsWith(name, StringComparison.Ordinal)))
        .Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
