using System.Buffers;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Usage;
using LlmSentinel.Core.Wire;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// Looks at a request body on its way up: reads the few fields needed, and keeps a bounded copy for as long as its tokens may have to be
/// counted, or to the end where the call is sampled. Pooled with its exchange.
/// </summary>
internal sealed class RequestObserver(RequestFacts facts, CaptureBuffer copy)
{
    private readonly RequestReader _reader = new();
    private bool _isRead;
    private bool _copying;
    private bool _sampled;

    /// <summary>True when the body is JSON without a content encoding.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Starts looking at a body; the content encoding it is in, or null.</summary>
    public string? Begin(HttpRequest request, IDialect dialect, CaptureOptions options, bool sampled)
    {
        var headers = request.Headers;
        IsReadable = headers.ContentEncoding.Count == 0 && request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        _reader.Begin(facts, request.ContentType, headers.ContentEncoding);
        var counting = IsReadable && options.EstimateMissingUsage && dialect.MayOmitStreamUsage;
        _sampled = sampled;
        _copying = counting || sampled;
        copy.Limit = options.ExchangeLimitBytes;
        copy.Sheddable = !counting;
        copy.Expected = request.ContentLength;
        return headers.ContentEncoding;
    }

    /// <summary>Reads a body before it goes up, and says how it has to change to ask for usage; null when it goes up as it is.</summary>
    public BodyEdit? ReadAhead(in ReadOnlySequence<byte> body)
    {
        foreach (var part in body)
            _reader.Read(part.Span);
        _isRead = true;
        _copying &= _sampled || facts.Stream == true;
        return UsageAsk.TryEdit(_reader, facts, out var edit) ? edit : null;
    }

    public void Read(ReadOnlySpan<byte> bytes, long now)
    {
        if (!_isRead)
            _reader.Read(bytes);
        if (!_copying)
            return;

        // Only a stream may need its prompt counted; of any other call that is not sampled the copy goes as soon as that is known.
        if (!_sampled && _reader.IsComplete && facts.Stream != true)
        {
            _copying = false;
            copy.Reset();
            return;
        }

        copy.Append(bytes, now);
    }

    public void Reset()
    {
        _reader.Reset();
        _isRead = _copying = _sampled = IsReadable = false;
    }
}
