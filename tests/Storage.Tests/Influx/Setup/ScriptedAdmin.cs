using System.Text.Json;
using System.Text.Json.Nodes;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Storage.Tests.Influx.Setup;

/// <summary>
/// The parts of InfluxDB 2.x and 3 that set a server up, from their documented answers: not the servers themselves. Buckets get a mapping
/// by their name, as 2.x does, unless <paramref name="maps"/> is false, as in Cloud.
/// </summary>
internal sealed class ScriptedAdmin(string version, bool maps = true, bool mayWrite = true) : IAsyncDisposable
{
    private readonly List<JsonObject> _buckets = [];
    private readonly List<JsonObject> _mappings = [];
    private readonly List<string> _databases = [];
    private ScriptedUpstream _server = null!;

    public Uri Url => _server.BaseAddress;

    public IEnumerable<string> Buckets => _buckets.Select(b => $"{b["name"]} {b["retentionRules"]?.AsArray().FirstOrDefault()?["everySeconds"] ?? 0}");

    public IEnumerable<string> Mappings => _mappings.Select(m => $"{m["database"]}/{m["retention_policy"]} {m["default"]}");

    public List<string> Databases => _databases;

    public List<string> Changes { get; } = [];

    public async Task<ScriptedAdmin> StartAsync()
    {
        _server = await ScriptedUpstream.StartAsync(AnswerAsync, readBodyFirst: false);
        return this;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public void AddBucket(string name, long seconds) => _buckets.Add(Bucket(name, Rules(seconds)));

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers["X-Influxdb-Version"] = version;
        context.Response.Headers["X-Influxdb-Build"] = version.StartsWith('3') ? "Core" : "OSS";
        if (request.Path == "/ping")
        {
            context.Response.StatusCode = 204;
            return;
        }

        var body = request.Method == "GET" ? null : await JsonNode.ParseAsync(request.Body);
        if (body is not null)
            Changes.Add($"{request.Method} {request.Path}");
        var (status, answer) = body is not null && !mayWrite
            ? (403, new JsonObject { ["code"] = "forbidden", ["message"] = "write:orgs/1/buckets is unauthorized" })
            : Answer(request, body?.AsObject());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (answer is not null)
            await context.Response.WriteAsync(answer.ToJsonString(JsonSerializerOptions.Default));
    }

    private (int Status, JsonNode? Answer) Answer(HttpRequest request, JsonObject? body) => (request.Method, request.Path.Value) switch
    {
        ("GET", "/api/v2/orgs") => request.Query["org"] == "acme"
            ? (200, new JsonObject { ["orgs"] = new JsonArray(new JsonObject { ["id"] = "o1", ["name"] = "acme" }) })
            : (404, new JsonObject { ["code"] = "not found", ["message"] = "organization name not found" }),
        ("GET", "/api/v2/buckets") => (200, new JsonObject { ["buckets"] = Copy(_buckets.Where(b => (string?)b["name"] == request.Query["name"])) }),
        ("POST", "/api/v2/buckets") => (201, Made((string)body!["name"]!, body["retentionRules"]!.DeepClone())),
        ("GET", "/api/v2/dbrps") => (200, new JsonObject { ["content"] = Copy(_mappings.Where(m => (string?)m["database"] == request.Query["db"])) }),
        ("POST", "/api/v2/dbrps") => (201, Mapped(body!)),
        ("GET", "/api/v3/configure/database") => (200, new JsonArray([.. _databases.Select(d => new JsonObject { ["iox::database"] = d })])),
        ("POST", "/api/v3/configure/database") => Database(body!),
        _ when request.Method == "PATCH" => (200, Patched(request.Path.Value!.Split('/')[^1], body!)),
        _ => (404, null),
    };

    private JsonObject Made(string name, JsonNode rules)
    {
        var bucket = Bucket(name, rules);
        _buckets.Add(bucket);
        var parts = name.Split('/');
        if (maps)
            _mappings.Add(new JsonObject { ["database"] = parts[0], ["retention_policy"] = parts.Length > 1 ? parts[1] : "autogen", ["default"] = parts.Length == 1, ["virtual"] = true, ["bucketID"] = (string?)bucket["id"] });
        return (JsonObject)bucket.DeepClone();
    }

    private JsonNode Mapped(JsonObject body)
    {
        _mappings.Add(body);
        return body.DeepClone();
    }

    private JsonNode Patched(string id, JsonObject body)
    {
        var bucket = _buckets.Single(b => (string?)b["id"] == id);
        bucket["retentionRules"] = body["retentionRules"]!.DeepClone();
        return bucket.DeepClone();
    }

    private (int Status, JsonNode? Answer) Database(JsonObject body)
    {
        _databases.Add($"{body["db"]}");
        Changes.Add($"{body["db"]} {body["retention_period"]}");
        return (200, null);
    }

    private JsonObject Bucket(string name, JsonNode rules) => new() { ["id"] = $"b{_buckets.Count}", ["name"] = name, ["retentionRules"] = rules };

    private static JsonArray Rules(long seconds) => [new JsonObject { ["type"] = "expire", ["everySeconds"] = seconds }];

    private static JsonArray Copy(IEnumerable<JsonObject> objects) => [.. objects.Select(o => o.DeepClone())];
}
