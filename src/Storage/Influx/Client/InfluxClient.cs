using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>The client over .NET's own HTTP client.</summary>
internal sealed class InfluxClient : IInfluxClient
{
    // A part of a series in memory at a time: some 60 columns make a row, a few megabytes these.
    private const int ChunkRows = 2_000;

    // Longer statements do not fit into every server's idea of a request line.
    private const int LongestUrl = 4_000;

    private readonly InfluxEndpoint _endpoint;
    private readonly InfluxCredentials _credentials;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private volatile InfluxServerInfo? _server;

    public InfluxClient(StoreOptions options, TimeProvider time)
    {
        _endpoint = new InfluxEndpoint(options);
        _credentials = new InfluxCredentials(options);
        _timeout = options.Batch.Timeout;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = _timeout,
            // A server that was replaced has another address sooner or later.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            UseProxy = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public InfluxServerInfo? Server => _server;

    public async Task<InfluxServerInfo> ProbeAsync(CancellationToken cancellationToken)
    {
        InfluxServerInfo? found = null;
        foreach (var path in (string[])["ping", "health"])
        {
            var (info, body) = await AskAsync(path, cancellationToken).ConfigureAwait(false);
            found = info ?? body;
            if (found is not null)
                break;
        }

        // What answers for a server that is away says nothing of it.
        return _server = found ?? _server ?? new InfluxServerInfo(InfluxKind.Unknown, null, null);
    }

    public async Task<WriteAnswer> WriteAsync(ReadOnlyMemory<byte> gzippedLines, CancellationToken cancellationToken)
    {
        var kind = _server?.Kind ?? InfluxKind.Unknown;
        if (kind == InfluxKind.V2 && _endpoint.Org is null)
            return new WriteAnswer(WriteResult.NotFound, null, "store.org is missing: this server keeps buckets by organization");
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint.WriteAddress(kind));
        request.Content = new ReadOnlyMemoryContent(gzippedLines);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        request.Content.Headers.ContentEncoding.Add("gzip");
        try
        {
            return await TimedAsync(request, ReadAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (InfluxException e)
        {
            return new WriteAnswer(e.InnerException is TimeoutException ? WriteResult.TimedOut : WriteResult.Unreachable, null, e.Message);
        }

        async Task<WriteAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken stop) => WriteAnswerReader.Read(
            answer, answer.IsSuccessStatusCode ? "" : await BodyText.ReadAsync(answer.Content, stop).ConfigureAwait(false), _time.GetUtcNow());
    }

    public async IAsyncEnumerable<InfluxSeries> QueryAsync(string influxQl, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = QueryRequest(influxQl);
        using var answer = await HeadAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            var error = new InfluxReply(answer.StatusCode, await BodyText.ReadAsync(answer.Content, cancellationToken).ConfigureAwait(false)).Error;
            throw new InfluxException($"The server answered {(int)answer.StatusCode} to a query: {ErrorBody.Brief(error)}", answer.StatusCode);
        }

        var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await foreach (var series in SeriesReader.ReadAsync(body, cancellationToken).ConfigureAwait(false))
                yield return series;
        }
    }

    public Task<InfluxReply> SendAsync(HttpMethod method, string pathAndQuery, string? json, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, _endpoint.At(pathAndQuery));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return SendAsync();

        async Task<InfluxReply> SendAsync()
        {
            using (request)
            {
                return await TimedAsync(
                    request,
                    async (answer, stop) => new InfluxReply(answer.StatusCode, await BodyText.ReadAsync(answer.Content, stop).ConfigureAwait(false)),
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(InfluxServerInfo? ByHeaders, InfluxServerInfo? ByBody)> AskAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _endpoint.At(path));
        return await TimedAsync(
            request,
            async (answer, stop) => (ServerProbe.FromHeaders(answer), ServerProbe.FromBody(await BodyText.ReadAsync(answer.Content, stop).ConfigureAwait(false), answer)),
            cancellationToken).ConfigureAwait(false);
    }

    private HttpRequestMessage QueryRequest(string influxQl)
    {
        var parameters = _endpoint.QueryParameters(ChunkRows);
        var address = _endpoint.At($"query?{parameters}&q={Uri.EscapeDataString(influxQl)}");
        return address.AbsoluteUri.Length <= LongestUrl
            ? new HttpRequestMessage(HttpMethod.Get, address)
            : new HttpRequestMessage(HttpMethod.Post, _endpoint.At("query?" + parameters)) { Content = new FormUrlEncodedContent([new("q", influxQl)]) };
    }

    private void Sign(HttpRequestMessage request) =>
        request.Headers.Authorization = _credentials.Header(_server?.Kind ?? InfluxKind.Unknown);

    /// <summary>Head and body within the time a request may take.</summary>
    private async Task<T> TimedAsync<T>(
        HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        Sign(request);
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token).ConfigureAwait(false);
            return await read(answer, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooLate();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>The head within the time a request may take; the body takes as long as who reads it.</summary>
    private async Task<HttpResponseMessage> HeadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sign(request);
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooLate();
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    private InfluxException TooLate() =>
        new($"{_endpoint.Url} did not answer within {_timeout.TotalSeconds:0.###} s", innerException: new TimeoutException());

    // .NET's own messages may repeat what a server sent; these never do.
    private InfluxException Unreachable(Exception e) => new($"{_endpoint.Url} cannot be reached: {Cause(e)}", innerException: e);

    private static string Cause(Exception e) => e switch
    {
        { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        { InnerException: AuthenticationException } => "TLS is not accepted, or the certificate is not",
        HttpRequestException http => http.HttpRequestError.ToString(),
        _ => "the connection broke",
    };
}
