using System.Buffers;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// A copied body once more from its beginning, decoded, with the time each part arrived. Ends early where the copy ends, where it
/// is damaged, and at a bound on the decoded bytes, which is what a decompression bomb meets.
/// </summary>
internal sealed class ReplayedBody : IDisposable
{
    private readonly MarkedStream _source;
    private readonly Stream _plain;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private long _most;

    private ReplayedBody(MarkedStream source, Stream plain, long most)
    {
        _source = source;
        _plain = plain;
        _most = most;
    }

    /// <summary>Why it ended early; none when it did not.</summary>
    public ObservationGap Gap { get; private set; }

    /// <summary>When the bytes last read had arrived.</summary>
    public long Timestamp => _source.Timestamp;

    /// <summary>Opens a copy; null when its encoding is not known.</summary>
    public static ReplayedBody? TryOpen(CaptureBuffer copy, string? contentEncoding, long mostDecoded)
    {
        var source = new MarkedStream(copy);
        return ContentDecoder.TryOpen(source, contentEncoding ?? "") is { } plain ? new ReplayedBody(source, plain, mostDecoded) : null;
    }

    /// <summary>The next bytes, valid until the next call; empty at the end.</summary>
    public ReadOnlySpan<byte> Read()
    {
        if (_most <= 0)
        {
            Gap = ObservationGap.ExchangeLimit;
            return default;
        }

        try
        {
            var count = _plain.Read(_buffer, 0, (int)Math.Min(_buffer.Length, _most));
            _most -= count;
            return _buffer.AsSpan(0, count);
        }
        catch (Exception)
        {
            // A cut body ends with its bytes used up and gives what it gave; anything else is damage.
            if (!_source.AtEnd)
                Gap = ObservationGap.Malformed;
            return default;
        }
    }

    public void Dispose()
    {
        _plain.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
