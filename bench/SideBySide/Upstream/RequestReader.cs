using System.Text;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>Reads a request: where it ends, and the shape and id that its body names within the first kilobytes.</summary>
internal sealed class RequestReader(UpstreamServer server)
{
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes(RequestTemplate.Marker);

    private readonly byte[] _held = new byte[8 * 1024];
    private int _length;
    private bool _inBody;
    private HttpHead _framing;
    private long _left;
    private ChunkedBody _chunks;
    private Answer? _last;
    private string _lastShape = "";

    /// <summary>Id of the request that was read.</summary>
    public long Id { get; private set; }

    /// <summary>The answer it asks for.</summary>
    public Answer Answer => _last!;

    /// <summary>Makes ready for the next request.</summary>
    public void Reset() => (_length, _inBody) = (0, false);

    /// <summary>Takes what has arrived; true when the request is complete.</summary>
    /// <exception cref="InvalidDataException">Not a request of the bench.</exception>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        if (!_inBody)
        {
            var before = _length;
            Hold(bytes);
            var end = _held.AsSpan(0, _length).IndexOf(HttpHead.End);
            if (end < 0)
                return _length < _held.Length ? false : throw new InvalidDataException("A head without end.");
            _framing = HttpHead.Read(_held.AsSpan(0, end + 4));
            (_inBody, _left, _chunks) = (true, Math.Max(0, _framing.ContentLength), default);
            bytes = bytes[(end + 4 - before)..];
            _length = 0;
        }

        // The beginning of the body is kept, framing and all; the rest is only counted.
        Hold(bytes);
        if (!Ended(bytes))
            return false;
        Identify();
        return true;
    }

    private bool Ended(ReadOnlySpan<byte> bytes)
    {
        if (!_framing.Chunked)
            return (_left -= bytes.Length) <= 0;
        while (_chunks.Next(ref bytes, out _))
        {
        }

        return _chunks.Done;
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        var take = Math.Min(bytes.Length, _held.Length - _length);
        bytes[..take].CopyTo(_held.AsSpan(_length));
        _length += take;
    }

    private void Identify()
    {
        var body = _held.AsSpan(0, _length);
        var at = body.IndexOf(Marker);
        if (at < 0)
            throw new InvalidDataException("A request that names no answer.");
        body = body[(at + Marker.Length)..];
        var shape = body[..body.IndexOf((byte)':')];
        Id = Fixed.Read(body.Slice(shape.Length + 1, Fixed.IdDigits));
        if (_last is null || !Ascii.Equals(shape, _lastShape))
            _last = server.AnswerFor(_lastShape = Encoding.ASCII.GetString(shape));
    }
}
