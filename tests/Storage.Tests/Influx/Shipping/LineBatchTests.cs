using System.Buffers;
using System.IO.Compression;
using System.Text;
using LlmSentinel.Storage.Influx.Shipping;

namespace LlmSentinel.Storage.Tests.Influx.Shipping;

public sealed class LineBatchTests
{
    private static readonly string[] Lines =
    [
        "m,app=b f=\"last a\" 5",
        @"m,app=a\ c f=1i 4",
        @"m,app=a\ b f=2i 3",
        "m,app=b f=\"first\" 2",
        "m f=1i 1",
        @"m,app=a\ b f=3i 3",
    ];

    [Fact]
    public void Compress_All_OrdersSeriesAndKeepsTheOrderWithinOne() =>
        Assert.Equal([Lines[4], Lines[2], Lines[5], Lines[1], Lines[0], Lines[3]], Sent(Batch(Lines), new LineRange(0, Lines.Length)));

    [Fact]
    public void Compress_Part_IsTheLinesAndBytesOfThatPart()
    {
        var batch = Batch(Lines);
        var part = new LineRange(1, 3);

        Assert.Equal([Lines[2], Lines[5], Lines[1]], Sent(batch, part));
        Assert.Equal([Lines[2], Lines[5], Lines[1]], Enumerable.Range(1, 3).Select(i => Encoding.UTF8.GetString(batch.Line(i))));
        Assert.Equal(Lines[2].Length + Lines[5].Length + Lines[1].Length + 3, batch.BytesOf(part));
    }

    [Fact]
    public void Compress_AfterMoreCame_HoldsThemToo()
    {
        var batch = Batch(Lines[..2]);
        Assert.Equal([Lines[1], Lines[0]], Sent(batch, batch.All));
        Add(batch, Lines[4]);

        Assert.Equal([Lines[4], Lines[1], Lines[0]], Sent(batch, batch.All));
    }

    private static string[] Sent(LineBatch batch, LineRange lines)
    {
        using var gzip = new GZipStream(new MemoryStream(batch.Compress(lines).ToArray()), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    private static LineBatch Batch(IEnumerable<string> lines)
    {
        var batch = new LineBatch();
        foreach (var line in lines)
            Add(batch, line);
        return batch;
    }

    private static void Add(LineBatch batch, string line)
    {
        batch.Writer.Write(Encoding.UTF8.GetBytes(line + "\n"));
        batch.Added(1);
    }
}
