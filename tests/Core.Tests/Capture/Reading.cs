using System.IO.Compression;
using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>One response read from pieces, the n-th of which arrives at time 1000 * n (from 1).</summary>
internal sealed class Reading
{
    public const int Limit = 64 * 1024;

    private Reading(FakeDialect dialect) => Dialect = dialect;

    public FakeDialect Dialect { get; }

    public bool Streamed { get; private set; }

    public int Events { get; private set; }

    public ObservationGap Gap { get; private set; }

    public bool Terminal { get; private set; }

    public StreamClock Clock { get; private set; }

    public long BudgetHighWater { get; private set; }

    public static Reading Of(string? type, string body, params int[] cuts) => Of(type, null, Encoding.UTF8.GetBytes(body), cuts);

    public static Reading Of(string? type, string? encoding, byte[] body, params int[] cuts) =>
        Of(new ResponseHead(200, type, encoding, null), DialectNames.OpenAIChat, Pieces(body, cuts));

    public static Reading Of(ResponseHead head, string dialect, IEnumerable<byte[]> pieces, long budgetBytes = long.MaxValue, int limit = Limit)
    {
        var budget = new CaptureBudget(budgetBytes);
        var reader = new ResponseReader(budget);
        var reading = new Reading(new FakeDialect(dialect));
        reader.Begin(reading.Dialect, head, limit);
        var now = 0;
        foreach (var piece in pieces)
            reader.Read(piece, now += 1000);
        reader.Complete();
        reading.Streamed = reader.Streamed;
        reading.Events = reader.Events;
        reading.Gap = reader.Gap;
        reading.Terminal = reader.Facts.Terminal;
        reading.Clock = reader.Clock;
        reading.BudgetHighWater = budget.HighWater;
        reader.Reset();
        Assert.Equal(0, budget.Used);
        return reading;
    }

    public static List<byte[]> Pieces(byte[] body, params int[] cuts)
    {
        var pieces = new List<byte[]>();
        var from = 0;
        foreach (var cut in cuts.Append(body.Length))
        {
            pieces.Add(body[from..cut]);
            from = cut;
        }

        return pieces;
    }

    /// <summary>Encodes chunk by chunk, flushing behind each as a streaming server does.</summary>
    public static List<byte[]> Encode(string encoding, IEnumerable<byte[]> chunks)
    {
        var target = new MemoryStream();
        var encoder = Encoder(encoding, target);
        var pieces = new List<byte[]>();
        foreach (var chunk in chunks)
        {
            encoder.Write(chunk);
            encoder.Flush();
            pieces.Add(target.ToArray());
            target.SetLength(0);
        }

        encoder.Dispose();
        pieces.Add(target.ToArray());
        return pieces;
    }

    public static byte[] Encode(string encoding, byte[] body) => [.. Encode(encoding, [body]).SelectMany(p => p)];

    private static Stream Encoder(string encoding, Stream target) => encoding switch
    {
        "gzip" or "x-gzip" or "GZIP" => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true),
        "raw-deflate" => new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true),
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "zstd" => new ZstdSharp.CompressionStream(target, leaveOpen: true),
        _ => throw new ArgumentException(encoding, nameof(encoding)),
    };
}
