using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator.Http;

/// <summary>The simulator's own pages: /sim/stats (counters), /sim/echo (the request as it arrived).</summary>
internal static class SimPages
{
    public static async Task HandleAsync(SimulatorEngine engine, HttpContext http)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            switch (http.Request.Path.Value)
            {
                case "/sim/stats":
                    WriteStats(writer, engine);
                    break;
                case "/sim/echo":
                    WriteEcho(writer, http.Request, await CountAsync(http.Request));
                    break;
                default:
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                    writer.WriteStartObject();
                    writer.WriteString("error", "The simulator's own pages are /sim/stats and /sim/echo.");
                    writer.WriteEndObject();
                    break;
            }
        }
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    private static async Task<long> CountAsync(HttpRequest request)
    {
        var length = 0L;
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            length += result.Buffer.Length;
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return length;
        }
    }

    private static void WriteStats(Utf8JsonWriter w, SimulatorEngine engine)
    {
        var totals = engine.Stats.Totals;
        w.WriteStartObject();
        w.WriteString("scenario", engine.ActiveScenario.Name);
        w.WriteNumber("scenario_seconds", engine.ScenarioTime.TotalSeconds);
        w.WriteNumber("requests", totals.Requests);
        w.WriteNumber("in_flight", totals.InFlight);
        w.WriteNumber("completed", totals.Completed);
        w.WriteNumber("refused", totals.Refused);
        w.WriteNumber("broken", totals.Broken);
        w.WriteNumber("client_aborted", totals.ClientAborted);
        w.WriteNumber("bytes_in", totals.BytesIn);
        w.WriteNumber("bytes_out", totals.BytesOut);
        w.WritePropertyName("usage");
        WriteUsage(w, totals.Usage);
        w.WriteStartObject("models");
        foreach (var (model, of) in engine.Stats.Models.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            w.WriteStartObject(model);
            w.WriteNumber("completed", of.Completed);
            w.WritePropertyName("usage");
            WriteUsage(w, of.Usage);
            w.WriteEndObject();
        }
        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter w, SimUsage usage)
    {
        w.WriteStartObject();
        w.WriteNumber("input", usage.Input);
        w.WriteNumber("cache_read", usage.CacheRead);
        w.WriteNumber("cache_write_5m", usage.CacheWrite5m);
        w.WriteNumber("cache_write_1h", usage.CacheWrite1h);
        w.WriteNumber("output", usage.Output);
        w.WriteNumber("reasoning", usage.Reasoning);
        w.WriteEndObject();
    }

    private static void WriteEcho(Utf8JsonWriter w, HttpRequest request, long length)
    {
        w.WriteStartObject();
        w.WriteString("method", request.Method);
        w.WriteString("protocol", request.Protocol);
        w.WriteString("path", request.Path.Value);
        w.WriteString("query", request.QueryString.Value);
        w.WriteStartObject("headers");
        foreach (var (name, value) in request.Headers) w.WriteString(name.ToLowerInvariant(), value.ToString());
        w.WriteEndObject();
        w.WriteNumber("body_bytes", length);
        w.WriteEndObject();
    }
}
