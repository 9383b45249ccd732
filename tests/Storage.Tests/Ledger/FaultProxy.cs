using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Storage.Tests.Ledger;

/// <summary>What happens to a request on its way.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection is cut before the server sees it.</summary>
    Cut,

    /// <summary>The server takes it, and the connection is cut before its answer is through.</summary>
    AnswerLost,

    /// <summary>500.</summary>
    Error,

    /// <summary>429, come back in a second.</summary>
    Busy,

    /// <summary>A line goes along that is no point: the server takes the others and answers 400.</summary>
    Partial,

    /// <summary>The server is away.</summary>
    Away,
}

/// <summary>A proxy before a server that does something bad to nearly every second write. Which, is a matter of the seed and the order they come in.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    // Small requests are not mixed with bad lines: the sender halves what it is told is bad, and one point alone would be set aside.
    private const int PartialFrom = 8 * 1024;

    private readonly WebApplication _app;
    private readonly HttpClient _server = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly int[] _happened = new int[Enum.GetValues<Fault>().Length];
    private TaskCompletionSource? _nextWrite;

    private FaultProxy(WebApplication app, string server, int seed)
    {
        _app = app;
        _server.BaseAddress = new Uri(server);
        _random = new Random(seed);
    }

    public string Url => _app.Urls.Single();

    public static async Task<FaultProxy> StartAsync(string server, int seed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new FaultProxy(app, server, seed);
        app.Run(proxy.HandleAsync);
        await app.StartAsync();
        return proxy;
    }

    /// <summary>How often something happened.</summary>
    public int Count(Fault fault) => _happened[(int)fault];

    /// <summary>Completes when the next write is on its way.</summary>
    public Task NextWriteAsync()
    {
        lock (_lock)
        {
            _nextWrite ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _nextWrite.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var fault = context.Request.Path == "/write" ? Choose(body.Length) : Fault.None;
        if (fault == Fault.Partial)
            AddBadLine(body);
        if (fault is Fault.Cut or Fault.Error or Fault.Busy)
        {
            await FailAsync(context, fault);
            return;
        }

        try
        {
            using var answer = await _server.SendAsync(Forwarded(context.Request, body));
            var text = await answer.Content.ReadAsByteArrayAsync();
            if (fault == Fault.AnswerLost)
                context.Abort();
            else
                await AnswerAsync(context.Response, answer, text);
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _happened[(int)Fault.Away]);
            context.Abort();
        }
    }

    private Fault Choose(long length)
    {
        lock (_lock)
        {
            var fault = _random.Next(100) switch
            {
                < 55 => Fault.None,
                < 64 => Fault.Cut,
                < 73 => Fault.AnswerLost,
                < 81 => Fault.Error,
                < 85 => Fault.Busy,
                _ => length >= PartialFrom ? Fault.Partial : Fault.None,
            };
            _happened[(int)fault]++;
            _nextWrite?.TrySetResult();
            _nextWrite = null;
            return fault;
        }
    }

    private static async Task FailAsync(HttpContext context, Fault fault)
    {
        if (fault == Fault.Cut)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = fault == Fault.Busy ? 429 : 500;
        if (fault == Fault.Busy)
            context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync("""{"error":"not now"}""");
    }

    // Another member of a gzip file is more of its content.
    private static void AddBadLine(MemoryStream body)
    {
        body.Position = body.Length;
        using var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write("no point\n"u8);
    }

    private static HttpRequestMessage Forwarded(HttpRequest request, MemoryStream body)
    {
        var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), request.Path + request.QueryString.Value);
        if (body.Length == 0)
            return forwarded;
        forwarded.Content = new ByteArrayContent(body.ToArray());
        foreach (var name in (string[])["Content-Type", "Content-Encoding"])
        {
            if (request.Headers.TryGetValue(name, out var value))
                forwarded.Content.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        return forwarded;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, byte[] body)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Where(h => h.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase)))
            response.Headers[name] = values.ToArray();
        if (answer.Content.Headers.ContentType is { } type)
            response.ContentType = type.ToString();
        if (body.Length > 0)
            await response.Body.WriteAsync(body);
    }
}
