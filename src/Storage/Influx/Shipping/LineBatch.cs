using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// The points of a request, kept until the server has dealt with each of them, so that parts can be sent again. Grows to the largest batch
/// there was and stays there. Not thread-safe.
/// </summary>
internal sealed class LineBatch
{
    // Lines are keys that come again and digits that do not: matches of a few digits cost more than they save. A twelfth smaller than
    // at the optimal level, at the same price, and still far faster than points are made.
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 7, CompressionStrategy = ZLibCompressionStrategy.Filtered };

    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);
    private readonly MemoryStream _compressed = new();
    private int[]? _starts;

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
        _starts = null;
    }

    public void Clear()
    {
        _lines.ResetWrittenCount();
        Count = 0;
        _starts = null;
    }

    /// <summary>All of it.</summary>
    public LineRange All => new(0, Count);

    /// <summary>Bytes of some lines.</summary>
    public int BytesOf(LineRange lines) => Starts[lines.End] - Starts[lines.First];

    /// <summary>One line, without its line feed.</summary>
    public ReadOnlySpan<byte> Line(int index) => _lines.WrittenSpan[Starts[index]..(Starts[index + 1] - 1)];

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
            gzip.Write(lines == All ? _lines.WrittenSpan : _lines.WrittenSpan[Starts[lines.First]..Starts[lines.End]]);
        return _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length);
    }

    // Where each line starts, and the end: needed only when parts are.
    private int[] Starts => _starts ??= FindStarts();

    private int[] FindStarts()
    {
        var starts = new int[Count + 1];
        var lines = _lines.WrittenSpan;
        for (int i = 1, at = 0; i <= Count; i++)
        {
            at += lines[at..].IndexOf((byte)'\n') + 1;
            starts[i] = at;
        }

        return starts;
    }
}
