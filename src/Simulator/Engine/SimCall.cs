using System.IO.Hashing;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator.Engine;

/// <summary>One request to the simulator, from its arrival to the account of how it ended.</summary>
internal sealed class SimCall
{
    private readonly long _started;
    private string? _requestId;

    public SimCall(SimulatorEngine engine, HttpContext http, SimRoute route)
    {
        Engine = engine;
        Http = http;
        Route = route;
        _started = engine.Time.GetTimestamp();
        ScenarioTime = engine.ScenarioTime;
    }

    public SimulatorEngine Engine { get; }
    public HttpContext Http { get; }
    public SimRoute Route { get; }
    public TimeSpan ScenarioTime { get; }
    public Controls Controls { get; private set; } = Controls.None;
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Seed, content and repetition in one number: all chance of this request comes from it.</summary>
    public ulong Key { get; private set; }

    public CancellationToken Aborted => Http.RequestAborted;
    public double ElapsedMs => Engine.Time.GetElapsedTime(_started).TotalMilliseconds;
    public string RequestId => _requestId ??= MakeRequestId();
    public long UnixNow => Engine.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>How the request ended, for the counters.</summary>
    public Ending Ending { get; set; } = Ending.ClientAborted;

    /// <summary>Events sent so far, for dialects that number them.</summary>
    public int Sequence { get; set; }

    public SimUsage Usage { get; set; }
    public string? Model { get; set; }
    public long BytesOut { get; set; }

    public void Accept(Controls controls)
    {
        Controls = controls;
        Span<byte> path = stackalloc byte[512];
        var value = Http.Request.Path.Value ?? "";
        var length = Encoding.UTF8.GetBytes(value.AsSpan(0, Math.Min(value.Length, 160)), path);
        var drawn = controls.Key is { } key ? Encoding.UTF8.GetBytes(key) : Body.Span;
        var content = XxHash3.HashToUInt64(drawn, unchecked((long)XxHash3.HashToUInt64(path[..length])));
        var ordinal = controls.Ordinal ?? Engine.NextOrdinal(content);
        Key = SimRandom.Mix(SimRandom.Mix(Engine.Seed ^ content) + (ordinal * 0xD6E8FEB86659FD93));
    }

    /// <summary>Waits until so many milliseconds after the request's arrival.</summary>
    public Task WaitUntilAsync(double milliseconds)
    {
        var wait = milliseconds - ElapsedMs;
        // Rounded up: a delay is never shorter than asked for.
        return wait <= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait)), Engine.Time, Aborted);
    }

    private string MakeRequestId()
    {
        var random = SimRandom.For(Key, Purpose.Ids);
        return random.NextToken("req_", 24);
    }
}

/// <summary>How a request ended.</summary>
internal enum Ending
{
    ClientAborted,
    Completed,
    Refused,
    Broken,
}
