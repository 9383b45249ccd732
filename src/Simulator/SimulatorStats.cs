using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator;

/// <summary>
/// Counters of a simulator. Every request ends in exactly one of Completed, Refused, Broken and ClientAborted, so that
/// Requests = those four + InFlight. Requests to /sim/* are not counted.
/// </summary>
public sealed class SimulatorStats
{
    private const int MaxModels = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimModelTotals> _models = new(StringComparer.Ordinal);
    private SimulatorTotals _totals = new();

    /// <summary>The counters at this moment.</summary>
    public SimulatorTotals Totals
    {
        get
        {
            lock (_lock) return _totals;
        }
    }

    /// <summary>Completed requests and their usage by the model asked for.</summary>
    public IReadOnlyDictionary<string, SimModelTotals> Models
    {
        get
        {
            lock (_lock) return new Dictionary<string, SimModelTotals>(_models, StringComparer.Ordinal);
        }
    }

    internal void Begin()
    {
        lock (_lock) _totals = _totals with { Requests = _totals.Requests + 1, InFlight = _totals.InFlight + 1 };
    }

    internal void End(SimCall call)
    {
        lock (_lock)
        {
            var t = _totals with
            {
                InFlight = _totals.InFlight - 1, BytesIn = _totals.BytesIn + call.Body.Length, BytesOut = _totals.BytesOut + call.BytesOut,
            };
            _totals = call.Ending switch
            {
                Ending.Completed => t with { Completed = t.Completed + 1, Usage = t.Usage.Plus(call.Usage) },
                Ending.Refused => t with { Refused = t.Refused + 1 },
                Ending.Broken => t with { Broken = t.Broken + 1 },
                _ => t with { ClientAborted = t.ClientAborted + 1 },
            };
            if (call.Ending != Ending.Completed || call.Model is not { } model) return;
            if (!_models.TryGetValue(model, out var known) && _models.Count >= MaxModels) return;
            _models[model] = new((known?.Completed ?? 0) + 1, (known?.Usage ?? default).Plus(call.Usage));
        }
    }
}

/// <summary>Counters since the start.</summary>
public sealed record SimulatorTotals
{
    /// <summary>Requests that have arrived.</summary>
    public long Requests { get; init; }

    /// <summary>Requests being answered.</summary>
    public long InFlight { get; init; }

    /// <summary>Answered in full with a status below 400.</summary>
    public long Completed { get; init; }

    /// <summary>Answered in full with an error status.</summary>
    public long Refused { get; init; }

    /// <summary>Broken off by the simulator on purpose: reset, truncated, ended in an error event.</summary>
    public long Broken { get; init; }

    /// <summary>The client left before the end.</summary>
    public long ClientAborted { get; init; }

    /// <summary>Request body bytes.</summary>
    public long BytesIn { get; init; }

    /// <summary>Response body bytes; of a compressed stream before compression.</summary>
    public long BytesOut { get; init; }

    /// <summary>Sum of the usage of completed requests.</summary>
    public SimUsage Usage { get; init; }
}

/// <summary>Completed requests of one model.</summary>
public sealed record SimModelTotals(long Completed, SimUsage Usage);
