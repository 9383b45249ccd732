namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>Reads one response after the other as its bytes arrive, as little as is needed to know where it ends.</summary>
internal sealed class ResponseParser
{
    private const int LongestHead = 16 * 1024;

    private readonly byte[] _held = new byte[LongestHead];
    private int _heldLength;
    private bool _inBody;
    private bool _chunked;
    private long _left;
    private ChunkedBody _chunks;

    /// <summary>Gets each piece of the body.</summary>
    public delegate void Body(ReadOnlySpan<byte> data);

    /// <summary>Status of the current response; 0 until its head is complete.</summary>
    public int Status { get; private set; }

    /// <summary>Bytes of its body so far, without framing.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Makes ready for the next response.</summary>
    public void Reset()
    {
        _inBody = false;
        _heldLength = 0;
        Status = 0;
        BodyBytes = 0;
    }

    /// <summary>Takes what has arrived; true when the response is complete.</summary>
    /// <exception cref="InvalidDataException">Not a response that can be followed, or bytes behind its end.</exception>
    public bool Feed(ReadOnlySpan<byte> bytes, Body? body)
    {
        if (!_inBody && !Head(ref bytes))
            return false;
        var done = _chunked ? Chunks(ref bytes, body) : Counted(ref bytes, body);
        return !done || bytes.IsEmpty ? done : throw new InvalidDataException($"{bytes.Length} bytes behind the end of a response.");
    }

    private bool Head(ref ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head;
        int end;
        if (_heldLength == 0 && (end = bytes.IndexOf(HttpHead.End)) >= 0)
        {
            head = bytes[..(end + 4)];
            bytes = bytes[(end + 4)..];
        }
        else
        {
            var before = _heldLength;
            var taken = Math.Min(bytes.Length, LongestHead - before);
            bytes[..taken].CopyTo(_held.AsSpan(before));
            _heldLength += taken;
            end = _held.AsSpan(0, _heldLength).IndexOf(HttpHead.End);
            if (end < 0)
                return _heldLength < LongestHead ? false : throw new InvalidDataException("A head without end.");
            head = _held.AsSpan(0, end + 4);
            bytes = bytes[(end + 4 - before)..];
        }

        Status = HttpHead.Status(head);
        var framing = HttpHead.Read(head);
        (_inBody, _heldLength, _chunked, _left, _chunks) = (true, 0, framing.Chunked, framing.ContentLength, default);
        return _chunked || _left >= 0 ? true : throw new InvalidDataException($"A {Status} response without length.");
    }

    private bool Chunks(ref ReadOnlySpan<byte> bytes, Body? body)
    {
        while (_chunks.Next(ref bytes, out var data))
        {
            BodyBytes += data.Length;
            body?.Invoke(data);
        }

        return _chunks.Done;
    }

    private bool Counted(ref ReadOnlySpan<byte> bytes, Body? body)
    {
        var take = (int)Math.Min(_left, bytes.Length);
        _left -= take;
        BodyBytes += take;
        if (take > 0)
            body?.Invoke(bytes[..take]);
        bytes = bytes[take..];
        return _left == 0;
    }
}
