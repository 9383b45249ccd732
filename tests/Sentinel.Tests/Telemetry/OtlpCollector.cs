using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

/// <summary>An OTLP receiver on a free port that keeps what it is sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Push> _pushes = new();

    private OtlpCollector(WebApplication app) => _app = app;

    public sealed record Push(string Path, string? Authorization, byte[] Body)
    {
        // A gRPC message has its flag and length in front.
        private ReadOnlySpan<byte> Message => Path.StartsWith("/v1/", StringComparison.Ordinal) ? Body : Body.AsSpan(5);

        /// <summary>Every string in the message, at any depth: names, labels, attribute keys and values.</summary>
        public IReadOnlyList<string> Strings => ProtobufStrings.All(Message);
    }

    public string Address => _app.Urls.Single();

    public int Status { get; set; } = 200;

    public IEnumerable<Push> Metrics => _pushes.Where(p => p.Path is "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");

    public IEnumerable<Push> Traces => _pushes.Where(p => p.Path is "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export");

    public static async Task<OtlpCollector> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/{**path}", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector._pushes.Enqueue(new Push(context.Request.Path, context.Request.Headers.Authorization, body.ToArray()));
            context.Response.StatusCode = collector.Status;
            if (context.Request.ContentType == "application/grpc")
            {
                context.Response.ContentType = "application/grpc";
                await context.Response.Body.WriteAsync(new byte[5]);
                context.Response.AppendTrailer("grpc-status", "0");
            }
        });
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
