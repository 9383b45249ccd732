using System.Collections.Concurrent;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Scenarios;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator;

/// <summary>Answers requests as a provider would; holds what must be remembered between them. Knows nothing of how it is hosted.</summary>
public sealed class SimulatorEngine
{
    // Beyond so many different requests new ones are no longer told apart by repetition.
    private const int MaxContents = 1_000_000;

    private readonly SimulatorOptions _options;
    private readonly long _started;
    private readonly ConcurrentDictionary<ulong, ulong> _repeats = new();
    private readonly ConcurrentDictionary<ulong, bool> _seen = new();
    private readonly ConcurrentQueue<SimRequest> _kept = new();
    private int _contents;

    /// <summary>Scenario time starts now.</summary>
    public SimulatorEngine(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _started = options.Time.GetTimestamp();
    }

    /// <summary>Counters since the start.</summary>
    public SimulatorStats Stats { get; } = new();

    /// <summary>The most recent requests, oldest first; see <see cref="SimulatorOptions.KeepRequests"/>.</summary>
    public IReadOnlyList<SimRequest> Requests => [.. _kept];

    /// <summary>Time in the scenario.</summary>
    public TimeSpan ScenarioTime => _options.Time.GetElapsedTime(_started) * _options.Speed;

    /// <summary>What happens over time.</summary>
    public Scenario ActiveScenario => _options.Scenario;

    internal TimeProvider Time => _options.Time;

    internal ulong Seed => _options.Seed;

    internal StoredResponses Responses { get; } = new();

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Request.Path.StartsWithSegments("/sim", StringComparison.Ordinal))
        {
            await SimPages.HandleAsync(this, http);
            return;
        }

        var call = new SimCall(this, http, Router.Route(http.Request));
        Stats.Begin();
        try
        {
            await AnswerAsync(call);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or IOException)
        {
            call.Ending = Ending.ClientAborted;
        }
        catch (Exception) when (http.Response.HasStarted)
        {
            call.Ending = Ending.Broken;
            http.Abort();
        }
        finally
        {
            Stats.End(call);
        }
    }

    internal ulong NextOrdinal(ulong content)
    {
        if (_options.RepeatAnswers) return 0;
        if (_contents >= MaxContents && !_repeats.ContainsKey(content)) return 0;
        var ordinal = _repeats.AddOrUpdate(content, 0, static (_, last) => last + 1);
        if (ordinal == 0) Interlocked.Increment(ref _contents);
        return ordinal;
    }

    /// <summary>True once for each key.</summary>
    internal bool FirstSight(ulong key) => _seen.TryAdd(key, true);

    private async Task AnswerAsync(SimCall call)
    {
        // A file is counted as it comes in and never held.
        using var body = call.Route.Operation == Operation.Upload
            ? default
            : await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        call.Body = body.Bytes;
        Keep(call);
        try
        {
            call.Accept(Controls.Read(call.Http.Request.Headers));
            await Operations.RunAsync(call);
        }
        catch (BadRequestException e)
        {
            await ErrorReply.SendAsync(call, e.Status, e.Message, e.Code, e.Param);
        }
    }

    private void Keep(SimCall call)
    {
        if (_options.KeepRequests == 0) return;
        _kept.Enqueue(SimRequest.Of(call));
        while (_kept.Count > _options.KeepRequests && _kept.TryDequeue(out _)) continue;
    }
}
