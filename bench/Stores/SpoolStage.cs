using System.Diagnostics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Bench.Stores;

/// <summary>Exchanges to lines and into the spool, as the store's one writing task does it: a block, then the next.</summary>
internal static class SpoolStage
{
    private const double Goal = 50_000;

    public static IEnumerable<Figure> Run(string folder, int exchanges, DateTimeOffset start)
    {
        var calls = Traffic.Mix(50_000);
        foreach (var fsync in Enum.GetValues<FsyncPolicy>())
        {
            // What runs first would pay for what is compiled and for the first pages of the disk.
            Append(Path.Combine(folder, $"warm-{fsync}"), calls, calls.Length, start, fsync);
            var rate = Append(Path.Combine(folder, $"spool-{fsync}"), calls, exchanges, start, fsync);
            yield return new Figure($"into the spool, fsync: {fsync.ToString().ToLowerInvariant()}", rate, "exchanges/s", AtLeast: fsync == FsyncPolicy.Always ? null : Goal);
        }
    }

    private static double Append(string folder, Exchange[] calls, int count, DateTimeOffset start, FsyncPolicy fsync)
    {
        var settings = new SpoolSettings { Folder = folder, MaxBytes = 4L << 30, Fsync = fsync };
        using var spool = DiskSpool.Open(settings, TimeProvider.System, NullLogger.Instance);
        var lines = new LineBuffer(1 << 20);
        var slots = new PointSlots();
        var blocks = (count + PointWriter.MostPoints - 1) / PointWriter.MostPoints;
        var next = 0;
        var took = TimeSpan.Zero;
        var block = new List<Exchange>(PointWriter.MostPoints);
        for (var b = 0; b < blocks; b++)
        {
            block.Clear();
            for (; block.Count < PointWriter.MostPoints && next < count; next++)
                block.Add(Traffic.At(calls[next % calls.Length], start.AddMilliseconds(next)));

            var began = Stopwatch.GetTimestamp();
            lines.Clear();
            foreach (var exchange in block)
                ExchangeLine.Write(lines, exchange, slots.Take(exchange));
            spool.Append(lines.Written, block.Count);
            took += Stopwatch.GetElapsedTime(began);
        }

        Check.That(spool.Appended == count, "every exchange is acknowledged");
        return count / took.TotalSeconds;
    }
}
