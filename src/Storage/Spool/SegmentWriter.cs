using Microsoft.Win32.SafeHandles;

namespace LlmSentinel.Storage.Spool;

/// <summary>The file blocks are appended to. Throws on trouble; whoever uses it then cuts it or leaves it.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly Action<SafeFileHandle> _flush;

    private SegmentWriter(Segment segment, SafeFileHandle handle, Action<SafeFileHandle> flush) =>
        (Segment, _handle, _flush) = (segment, handle, flush);

    public Segment Segment { get; }

    /// <summary>True when something was appended since the last time all was brought to the disk.</summary>
    public bool Dirty { get; private set; }

    /// <summary>Begins a file; nothing is left of it on trouble.</summary>
    public static SegmentWriter Create(SpoolFolder folder, long number, long firstPoint, Action<SafeFileHandle> flush)
    {
        var segment = new Segment(number, folder.SegmentPath(number), firstPoint);
        var handle = File.OpenHandle(segment.Path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Span<byte> header = stackalloc byte[SegmentFormat.HeaderBytes];
            SegmentFormat.WriteHeader(header, number, firstPoint);
            RandomAccess.Write(handle, header, 0);
            return new SegmentWriter(segment, handle, flush) { Dirty = true };
        }
        catch
        {
            handle.Dispose();
            File.Delete(segment.Path);
            throw;
        }
    }

    /// <summary>Writes a block behind the last acknowledged one.</summary>
    public void Append(ReadOnlySpan<byte> payload, int points, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[SegmentFormat.BlockHeaderBytes];
        var header = new BlockHeader(
            payload.Length, points, Segment.EndPoint, now.ToUnixTimeMilliseconds(), SegmentFormat.PayloadHash(payload));
        SegmentFormat.WriteBlockHeader(bytes, header, Segment.Number, Segment.Length);
        Dirty = true;
        RandomAccess.Write(_handle, bytes, Segment.Length);
        RandomAccess.Write(_handle, payload, Segment.Length + bytes.Length);
    }

    /// <summary>Takes away what is behind the last acknowledged block.</summary>
    public void Cut() => RandomAccess.SetLength(_handle, Segment.Length);

    /// <summary>True once the disk refused to take what was written: what of it is there, nobody knows.</summary>
    public bool Uncertain { get; private set; }

    /// <summary>Brings everything to the disk.</summary>
    public void Sync()
    {
        Uncertain = true;
        _flush(_handle);
        (Dirty, Uncertain) = (false, false);
    }

    public void Dispose() => _handle.Dispose();
}
