using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Storage.Tests.Influx.Scripted;

/// <summary>
/// Not an InfluxDB: a server that gives the answers the documentation of InfluxDB 2.x and 3 Core tells of, to the requests the documentation tells
/// of, for want of those servers where tests run. Keeps points as they do: the same tags and time are one point.
/// </summary>
internal sealed class ScriptedInflux : IAsyncDisposable
{
    public const string Org = "acme";
    public const string Bucket = "sentinel";

    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _instead = new();
    private readonly ConcurrentQueue<int> _batches = new();
    private ScriptedUpstream _http = null!;

    /// <summary>Which version it is; may change while it runs, as when another server takes its place.</summary>
    public InfluxKind Kind { get; set; } = InfluxKind.V2;

    /// <summary>The token it asks for; empty for none.</summary>
    public string Token { get; set; } = "";

    /// <summary>Whether the bucket is there.</summary>
    public bool HasBucket { get; set; } = true;

    /// <summary>Most bytes of a body, as it is sent.</summary>
    public long MostBytes { get; set; } = long.MaxValue;

    /// <summary>Which lines it does not take.</summary>
    public Func<string, bool> IsBad { get; set; } = static _ => false;

    /// <summary>Which lines have a field of another type than the bucket: 2.x writes the others and says how many it left out.</summary>
    public Func<string, bool> IsConflict { get; set; } = static _ => false;

    public string Url => _http.BaseAddress.AbsoluteUri;

    /// <summary>Points by their identity; the value is the rest of the line.</summary>
    public ConcurrentDictionary<string, string> Points { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines of each write that was read.</summary>
    public IReadOnlyList<int> Batches => [.. _batches];

    /// <summary>Requests to write, as they came.</summary>
    public IReadOnlyList<ReceivedRequest> Writes => [.. _http.Requests.Where(r => r.RawTarget.Contains("write", StringComparison.Ordinal))];

    public static async Task<ScriptedInflux> StartAsync(InfluxKind kind = InfluxKind.V2)
    {
        var server = new ScriptedInflux { Kind = kind };
        server._http = await ScriptedUpstream.StartAsync(server.ServeAsync, readBodyFirst: false);
        return server;
    }

    /// <summary>The next writes are answered by these, one each; one that returns false lets the server answer.</summary>
    public void Next(params ReadOnlySpan<Func<HttpContext, Task<bool>>> answers)
    {
        foreach (var answer in answers)
            _instead.Enqueue(answer);
    }

    /// <summary>An answer of a status, with a header if given.</summary>
    public static Func<HttpContext, Task<bool>> Answer(int status, string? retryAfter = null, string body = """{"code":"unavailable","message":"try again"}""") =>
        async context =>
        {
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            await JsonAsync(context, status, body);
            return true;
        };

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is "/ping" or "/health")
        {
            await PingAsync(context);
            return;
        }

        if (_instead.TryDequeue(out var answer) && await answer(context))
            return;
        if (!IsAuthorized(context))
            await JsonAsync(context, 401, """{"code":"unauthorized","message":"unauthorized access"}""");
        else if (context.Request.Path != (Kind == InfluxKind.V1 ? "/write" : "/api/v2/write"))
            await JsonAsync(context, 404, """{"code":"not found","message":"path not found"}""");
        else if (Kind == InfluxKind.V2 && context.Request.Query["org"] != Org)
            await JsonAsync(context, 404, """{"code":"not found","message":"organization name \"\" not found"}""");
        else if (!HasBucket)
            await JsonAsync(context, 404, """{"code":"not found","message":"bucket \"sentinel\" not found"}""");
        else if (context.Request.ContentLength > MostBytes)
            await JsonAsync(context, 413, """{"code":"request too large","message":"cannot read data: request body too large"}""");
        else
            await WriteAsync(context);
    }

    private Task PingAsync(HttpContext context)
    {
        if (Kind == InfluxKind.VictoriaMetrics)
        {
            context.Response.Headers["X-Server-Hostname"] = "vm";
            return context.Response.WriteAsync("OK");
        }

        if (Kind == InfluxKind.V3 && !IsAuthorized(context))
            return JsonAsync(context, 401, """{"error":"the request was not authenticated"}""");
        (context.Response.Headers["X-Influxdb-Version"], context.Response.Headers["X-Influxdb-Build"]) = Kind switch
        {
            InfluxKind.V1 => ("1.8.10", "OSS"),
            InfluxKind.V3 => ("3.2.1", "Core"),
            _ => ("v2.7.11", "OSS"),
        };
        if (Kind == InfluxKind.V3)
            return JsonAsync(context, 200, """{"version":"3.2.1","revision":"abc"}""");
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private bool IsAuthorized(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        return Token.Length == 0 || header == $"Token {Token}" || (Kind == InfluxKind.V3 && header == $"Bearer {Token}");
    }

    private async Task WriteAsync(HttpContext context)
    {
        Assert.Equal(("gzip", "ns"), (context.Request.Headers.ContentEncoding.ToString(), context.Request.Query["precision"].ToString()));
        await using var gzip = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _batches.Enqueue(lines.Length);
        var bad = lines.Index().Where(l => IsBad(l.Item)).ToList();
        var conflicts = lines.Count(IsConflict);
        if (bad.Count == 0 || Kind == InfluxKind.V3)
        {
            foreach (var line in lines.Where(l => !IsBad(l) && !IsConflict(l)))
                Points[Identity(line)] = line;
        }

        if (bad.Count == 0 && conflicts > 0)
            await JsonAsync(context, 422, Conflict(conflicts));
        else if (bad.Count == 0)
            context.Response.StatusCode = 204;
        else if (Kind == InfluxKind.V3)
            await JsonAsync(context, 400, PartialWrite(bad));
        else
            await JsonAsync(context, 400, $$"""{"code":"invalid","message":{{Quote($"unable to parse '{bad[0].Item}': missing field value")}}}""");
    }

    private static string PartialWrite(List<(int Index, string Item)> bad) =>
        $$"""{"error":"partial write of line protocol occurred","data":[{{string.Join(',', bad.Select(b => string.Create(
            CultureInfo.InvariantCulture, $$"""{"original_line":{{Quote(b.Item)}},"line_number":{{b.Index + 1}},"error_message":"invalid column type for column 'status'"}""")))}}]}""";

    private static string Conflict(int dropped) => $$"""{"code":"unprocessable entity","message":{{Quote(string.Create(
        CultureInfo.InvariantCulture,
        $"failure writing points to database: partial write: field type conflict: input field \"status\" on measurement \"llm_exchange\" is type integer, already exists as type float dropped={dropped}"))}}}""";

    private static string Identity(string line) => line[..line.IndexOf(" schema=", StringComparison.Ordinal)] + line[line.LastIndexOf(' ')..];

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static async Task JsonAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}
