using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Influx.Shipping;

namespace LlmSentinel.Bench.Stores;

/// <summary>What an exchange takes on its way to the server: batches of the default size, gzipped as they are sent.</summary>
internal static class WireStage
{
    private const double Goal = 150;

    public static IEnumerable<Figure> Run(int exchanges, DateTimeOffset start) =>
    [
        Measure("on the wire, gzipped", Traffic.Mix(exchanges), start) with { AtMost = Goal },
        Measure("a provider's plain answers alone", Traffic.Make(exchanges, Traffic.Plain), start),
        Measure("a provider's streams alone", Traffic.Make(exchanges, Traffic.Streamed), start),
        Measure("the same, each with the ids of a trace", Traffic.Make(exchanges, Traffic.Traced), start),
        Measure("a local server's streams alone", Traffic.Make(exchanges, Traffic.Local), start),
    ];

    private static Figure Measure(string what, Exchange[] calls, DateTimeOffset start)
    {
        var options = new BatchOptions();
        var lines = new LineBuffer();
        var slots = new PointSlots();
        var batch = new LineBatch();
        var bytes = 0L;
        for (var i = 0; i < calls.Length; i++)
        {
            var exchange = Traffic.At(calls[i], start.AddMilliseconds(i));
            lines.Clear();
            ExchangeLine.Write(lines, exchange, slots.Take(exchange));
            lines.Written.CopyTo(batch.Writer.GetSpan(lines.Written.Length));
            batch.Writer.Advance(lines.Written.Length);
            batch.Added(1);
            if (batch.Count < options.Lines && batch.Bytes < options.Bytes && i < calls.Length - 1)
                continue;
            bytes += batch.Compress(batch.All).Length;
            batch.Clear();
        }

        return new Figure(what, bytes / (double)calls.Length, "bytes/exchange");
    }
}
