using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// The points of a request, kept until the server has dealt with each of them, so that parts can be sent again. They go in the order of
/// their series, those of one series as they came: neighbours with the same tags, and much else the same, compress better.
/// Grows to the largest batch there was and stays there. Not thread-safe.
/// </summary>
internal sealed class LineBatch
{
    // Lines are keys that come again and digits that do not: matches of a few digits cost more than they save. A twelfth smaller than
    // at the optimal level, at the same price, and still far faster than points are made.
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 7, CompressionStrategy = ZLibCompressionStrategy.Filtered };

    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);
    private readonly MemoryStream _compressed = new();
    private PlacedLine[] _order = [];
    private bool _ordered;

    /// <summary>Points.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes, not compressed.</summary>
    public int Bytes => _lines.WrittenCount;

    /// <summary>Takes whole lines, each with its line feed; <see cref="Added"/> tells of them.</summary>
    public IBufferWriter<byte> Writer => _lines;

    /// <summary>Tells how many lines were written.</summary>
    public void Added(int count)
    {
        Count += count;
        _ordered = false;
    }

    public void Clear()
    {
        _lines.ResetWrittenCount();
        Count = 0;
        _ordered = false;
    }

    /// <summary>All of it.</summary>
    public LineRange All => new(0, Count);

    /// <summary>Bytes of some lines.</summary>
    public int BytesOf(LineRange lines)
    {
        if (lines == All)
            return Bytes;
        var bytes = 0;
        foreach (var line in Placed(lines))
            bytes += line.Length;
        return bytes;
    }

    /// <summary>One line, without its line feed.</summary>
    public ReadOnlySpan<byte> Line(int index) => Text(Placed(new LineRange(index, 1))[0])[..^1];

    /// <summary>The first line of a range that begins with a text, which is all a server may tell of it; -1 when there is none.</summary>
    public int Find(LineRange lines, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = lines.First; i < lines.End; i++)
        {
            if (Line(i).StartsWith(bytes))
                return i;
        }

        return -1;
    }

    /// <summary>The lines of a range compressed with gzip; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Compress(LineRange lines)
    {
        _compressed.SetLength(0);
        using (var gzip = new GZipStream(_compressed, Compression, leaveOpen: true))
        {
            foreach (var line in Placed(lines))
                gzip.Write(Text(line));
        }

        return _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length);
    }

    private ReadOnlySpan<byte> Text(PlacedLine line) => _lines.WrittenSpan.Slice(line.Start, line.Length);

    private ReadOnlySpan<PlacedLine> Placed(LineRange lines)
    {
        if (!_ordered)
            Order();
        return _order.AsSpan(lines.First, lines.Count);
    }

    private void Order()
    {
        if (_order.Length < Count)
            _order = new PlacedLine[Count];
        var lines = _lines.WrittenMemory;
        for (int i = 0, at = 0; i < Count; i++)
        {
            var line = PlacedLine.At(lines.Span, at);
            _order[i] = line;
            at += line.Length;
        }

        _order.AsSpan(0, Count).Sort((one, other) => PlacedLine.Compare(lines.Span, one, other));
        _ordered = true;
    }
}
