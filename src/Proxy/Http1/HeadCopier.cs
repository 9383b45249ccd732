using System.Buffers;
using System.Globalization;
using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// Copies the head of an answer to the client's, as it stands but for the headers of one connection, and finds out where the body ends.
/// </summary>
internal ref struct HeadCopier(HttpContext context, ObservedExchange exchange, HeaderCache cache)
{
    private readonly IHeaderDictionary _headers = context.Response.Headers;
    private StatusLine _line;
    private string? _type;
    private string? _encoding;
    private long _length = -1;
    private bool _isCoded;
    private bool _chunked;
    private bool _closes;
    private bool _keeps;
    private bool _trailer;

    /// <summary>True when the connection can be used for another call once the body has ended.</summary>
    public readonly bool KeepsConnection => !_closes && (_keeps || !_line.IsHttp10) && !HasUnreadBody;

    /// <summary>How long the upstream keeps a connection that rests; null when it does not say.</summary>
    public TimeSpan? RestsFor { get; private set; }

    /// <summary>True when trailers follow that the client was told of.</summary>
    public readonly bool AnnouncesTrailers => _trailer && _chunked && HasBody;

    /// <summary>Copies it.</summary>
    /// <exception cref="Http1Exception">It is not the head of an answer, or its body would have two ends.</exception>
    /// <exception cref="InvalidOperationException">A header has characters that may not stand in one.</exception>
    public void Copy(ReadOnlySpan<byte> head, long now)
    {
        _line = StatusLine.Parse(HeadReader.NextLine(ref head));
        if (_line.Status == StatusCodes.Status101SwitchingProtocols)
            throw new Http1Exception("The upstream switched protocols without being asked.");
        context.Response.StatusCode = _line.Status;
        if (_line.Reason is { } reason)
            context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = reason;

        for (var line = HeadReader.NextLine(ref head); !line.IsEmpty; line = HeadReader.NextLine(ref head))
        {
            // A line that begins with a space goes on with the one before (RFC 9112, section 5.2).
            if (!head.IsEmpty && head[0] is (byte)' ' or (byte)'\t')
                line = Unfold(line, ref head);
            Copy(cache.Read(line));
        }

        if (_length >= 0 && !_isCoded && _line.Status is not (204 or 205))
            context.Response.ContentLength = _length;
        exchange.OnResponseHead(new ResponseHead(_line.Status, _type, _encoding, HasBody && !_isCoded && _length >= 0 ? _length : null), now);
        if (exchange.Stripper is not null)
            context.Response.ContentLength = null;
    }

    /// <summary>The body that follows.</summary>
    /// <param name="trailers">Takes the lines after the last chunk; null: they are dropped.</param>
    public readonly ResponseBody Body(ArrayBufferWriter<byte>? trailers)
    {
        var end = !HasBody ? BodyEnd.None : _chunked ? BodyEnd.Chunks : _length >= 0 && !_isCoded ? BodyEnd.Length : BodyEnd.Close;
        return new ResponseBody(end, _length, trailers);
    }

    // The method as it went up: to the upstream "head" is another one.
    private readonly bool HasBody => exchange.Method != "HEAD" && _line.Status is not (204 or StatusCodes.Status205ResetContent or 304);

    // A 205 must have no body and the server has no way to pass one on, but its framing is that of any other answer (RFC 9112, section 6.3).
    private readonly bool HasUnreadBody => _line.Status == StatusCodes.Status205ResetContent && (_isCoded || _length != 0);

    private void Copy(in HeaderField field)
    {
        var (name, value) = field;
        switch (name.Meaning)
        {
            case HeaderMeaning.HopByHop:
                return;
            case HeaderMeaning.KeepAlive:
                RestsFor = KeepAliveTime(value);
                return;
            case HeaderMeaning.Connection:
                _closes |= Has(value, "close");
                _keeps |= Has(value, "keep-alive");
                return;
            case HeaderMeaning.TransferEncoding:
                TransferCoding(value);
                return;
            case HeaderMeaning.ContentLength:
                _length = Length(value);
                return;
            case HeaderMeaning.ContentType:
                _type ??= value;
                break;
            case HeaderMeaning.ContentEncoding:
                _encoding = _encoding is null ? value : _encoding + ", " + value;
                break;
            case HeaderMeaning.Trailer:
                _trailer = true;
                break;
            case HeaderMeaning.Observed:
                exchange.Headers.Header(name.Text, value);
                break;
        }

        var before = _headers[name.Text];
        _headers[name.Text] = before.Count == 0 ? value : StringValues.Concat(before, value);
    }

    /// <summary>Reads <c>timeout=5, max=100</c>.</summary>
    private static TimeSpan? KeepAliveTime(string value)
    {
        const string Timeout = "timeout=";
        foreach (var range in value.AsSpan().Split(','))
        {
            var part = value.AsSpan(range).Trim();
            if (part.StartsWith(Timeout, StringComparison.OrdinalIgnoreCase)
                && ushort.TryParse(part[Timeout.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(seconds);
        }

        return null;
    }

    private readonly long Length(string value)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (_length >= 0 && _length != length))
            throw new Http1Exception("The upstream's answer tells no length, or several.");
        return length;
    }

    /// <summary>The framing is the last coding; any below it was not asked for, and passes with the data.</summary>
    private void TransferCoding(string value)
    {
        var last = value.AsSpan()[(value.LastIndexOf(',') + 1)..].Trim();
        if (last.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return;
        _isCoded = true;
        _chunked = last.Equals("chunked", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(string list, string word)
    {
        foreach (var range in list.AsSpan().Split(','))
        {
            if (list.AsSpan(range).Trim().Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static byte[] Unfold(scoped ReadOnlySpan<byte> line, scoped ref ReadOnlySpan<byte> head)
    {
        var text = new StringBuilder(Encoding.Latin1.GetString(line));
        while (!head.IsEmpty && head[0] is (byte)' ' or (byte)'\t')
            text.Append(' ').Append(Encoding.Latin1.GetString(HeadReader.NextLine(ref head).Trim(" \t"u8)));
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
