using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmSentinel.Testing.Http;

/// <summary>One request as a <see cref="ScriptedUpstream"/> received it. Complete once <see cref="Ended"/> is.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The hash lives as long as the record; there is nothing to release early.")]
public sealed class ReceivedRequest
{
    private const int KeptBytes = 16 << 20;

    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;
    private readonly TaskCompletionSource<long> _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ReceivedRequest(HttpContext context, string rawHead)
    {
        var feature = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        RawHead = rawHead;
        RawTarget = feature.RawTarget;
        Method = feature.Method;
        Protocol = feature.Protocol;
        ConnectionId = context.Connection.Id;
        Timestamp = Stopwatch.GetTimestamp();
        Headers = context.Request.Headers.ToDictionary(
            pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        context.RequestAborted.Register(() => _aborted.TrySetResult(Stopwatch.GetTimestamp()));
    }

    /// <summary>
    /// Request line and headers exactly as they came, for HTTP/1.1; empty for HTTP/2. On a connection used more than once
    /// the head is exact as long as the script before it had read its request's body.
    /// </summary>
    public string RawHead { get; }

    /// <summary>The request target as it stood in the request line, escapes and query included.</summary>
    public string RawTarget { get; }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; }

    /// <summary>Tells requests of one connection from those of another.</summary>
    public string ConnectionId { get; }

    /// <summary>When the head was complete, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Timestamp { get; }

    /// <summary>Headers by name; several values are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Trailers of the request; filled once its body was read to the end.</summary>
    public IReadOnlyDictionary<string, string> Trailers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Ends when the server notices that its client has gone; the result is the moment, in ticks of <see cref="Stopwatch"/>.</summary>
    public Task<long> Aborted => _aborted.Task;

    /// <summary>Ends when the script has, well or badly.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the script threw while its client was still there: a fault of the test; null when nothing.</summary>
    public Exception? Failure { get; internal set; }

    /// <summary>Bytes of the body read so far; of a large body the first 16 MiB.</summary>
    public byte[] Body
    {
        get
        {
            lock (_hash)
                return _body.WrittenSpan.ToArray();
        }
    }

    /// <summary>Number of bytes of the body read so far.</summary>
    public long BodyLength => Interlocked.Read(ref _length);

    /// <summary>SHA-256 of the bytes of the body read so far, in hexadecimal.</summary>
    public string BodyHash
    {
        get
        {
            lock (_hash)
                return Convert.ToHexString(_hash.GetCurrentHash());
        }
    }

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body);

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_hash)
        {
            Interlocked.Add(ref _length, bytes.Length);
            _hash.AppendData(bytes);
            if (_body.WrittenCount + bytes.Length <= KeptBytes)
                _body.Write(bytes);
        }
    }

    internal void BodyEnded(HttpContext context)
    {
        var trailers = context.Features.Get<IHttpRequestTrailersFeature>();
        if (trailers is { Available: true })
            Trailers = trailers.Trailers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    internal void MarkEnded() => _ended.TrySetResult();
}
