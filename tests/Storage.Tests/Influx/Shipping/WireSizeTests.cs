using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Influx.Shipping;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx.Shipping;

/// <summary>What an exchange takes on its way to the server. Its ids alone hold 50 bytes nobody can compress, of a traced app 75.</summary>
public sealed class WireSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void Compress_BatchOfExchanges_TakesAtMost150BytesEach() =>
        Assert.InRange(BytesEach(RealisticExchanges.Make(5000)), 1, 150);

    [Fact]
    public void Compress_BatchOfExchangesOfTracedApps_TakesAtMost170BytesEach()
    {
        var random = new Random(4);
        string Hex(int digits) => new(random.GetItems("0123456789abcdef".AsSpan(), digits));

        Assert.InRange(BytesEach(RealisticExchanges.Make(5000).Select(e => e with { TraceId = Hex(32), ParentSpanId = Hex(16) })), 1, 170);
    }

    private double BytesEach(IEnumerable<Exchange> exchanges)
    {
        var lines = new LineBuffer();
        var slots = new PointSlots();
        var batch = new LineBatch();
        foreach (var exchange in exchanges)
        {
            lines.Clear();
            ExchangeLine.Write(lines, exchange, slots.Take(exchange));
            lines.Written.CopyTo(batch.Writer.GetSpan(lines.Written.Length));
            batch.Writer.Advance(lines.Written.Length);
            batch.Added(1);
        }

        var compressed = batch.Compress(batch.All).Length / (double)batch.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batch.Bytes / batch.Count} bytes an exchange, {compressed:F1} compressed"));
        return compressed;
    }
}
