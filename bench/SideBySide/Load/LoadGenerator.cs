using LlmSentinel.Bench.SideBySide.Net;

namespace LlmSentinel.Bench.SideBySide.Load;

/// <summary>Sends one piece of load from one thread and measures what comes back.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private const long Second = 1_000_000_000;

    // Calls still under way so long after the last was begun have failed.
    private const long Patience = 60 * Second;

    private readonly EventLoop _loop = new();
    private readonly List<ClientConnection> _connections = [];
    private readonly Queue<ClientConnection> _free = [];
    private readonly Queue<long> _overdue = [];
    private readonly long _interval;
    private long _nextDue;
    private long _begin;
    private long _end;
    private long _windowFrom;
    private int _busy;
    private int _started;
    private string? _aborted;

    private LoadGenerator(LoadPlan plan)
    {
        Plan = plan;
        Outcome = new LoadOutcome(plan.FirstId);
        _interval = plan.Rate is { } rate ? (long)(Second / rate) : 0;
    }

    public LoadPlan Plan { get; }

    public LoadOutcome Outcome { get; }

    /// <summary>For everything that is received.</summary>
    public byte[] Scratch { get; } = new byte[256 * 1024];

    /// <summary>Runs it on a thread of its own.</summary>
    public static Task<LoadOutcome> RunAsync(LoadPlan plan) =>
        Task.Factory.StartNew(
            () =>
            {
                using var generator = new LoadGenerator(plan);
                return generator.Run();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The connection's call was answered.</summary>
    public void Completed(ClientConnection connection, long latency, long now)
    {
        LoadOutcome.Record(Outcome.Latency, latency);
        if (now >= _windowFrom && now < _end)
            Outcome.InWindow++;
        if (Plan.Traces)
            Outcome.Trace.Add((now, latency));
        Freed(connection, now);
    }

    /// <summary>The connection's call was not answered as it should.</summary>
    public void Failed(ClientConnection connection, long id, string problem)
    {
        Outcome.Failed.Add(id);
        Outcome.Problem ??= problem;
        if (Outcome.Failed.Count >= Plan.MostFailures)
            Abort(problem);
        Freed(connection, Clock.Now);
    }

    /// <summary>There is no use in going on.</summary>
    public void Abort(string problem)
    {
        Outcome.Problem ??= problem;
        _aborted ??= problem;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Close();
        _loop.Dispose();
    }

    private LoadOutcome Run()
    {
        for (var i = 0; i < Plan.Connections; i++)
            _connections.Add(new ClientConnection(this, _loop));
        _begin = Clock.Now;
        _end = _begin + Plan.Duration.Ticks * 100;
        // Connections find their rhythm in the first tenth.
        _windowFrom = _begin + ((_end - _begin) / 10);
        Outcome.Window = _end - _windowFrom;
        Outcome.EndedAt = _end;
        Start();
        while (_aborted is null && (Clock.Now < _end ? MoreToCome || _busy > 0 : _busy > 0))
        {
            _loop.Turn(100);
            if (_busy > 0 && Clock.Now > _end + Patience)
                GiveUp();
        }

        // Whatever is left after an abort was not answered.
        foreach (var connection in _connections.Where(c => c.Busy).ToList())
            connection.Abandon();
        Outcome.Waiting = _overdue.Count;
        return Outcome;
    }

    private bool MoreToCome => _interval > 0 || Plan.CallsPerConnection is null || _started < _connections.Count;

    private void Start()
    {
        if (_interval > 0)
        {
            _connections.ForEach(_free.Enqueue);
            _nextDue = _begin;
            _loop.Fired = SendDue;
            SendDue();
        }
        else if (Plan.Ramp > TimeSpan.Zero)
        {
            _loop.Fired = StartOne;
            _loop.SetTimer(1, Math.Max(1, Plan.Ramp.Ticks * 100 / _connections.Count));
        }
        else
        {
            while (_started < _connections.Count)
                StartOne();
        }
    }

    private void StartOne()
    {
        if (_started < _connections.Count)
            Begin(_connections[_started++], Clock.Now);
        else
            _loop.SetTimer(0);
    }

    private void SendDue()
    {
        for (var now = Clock.Now; _nextDue <= now && _nextDue < _end; _nextDue += _interval)
        {
            if (_free.TryDequeue(out var connection))
                Begin(connection, _nextDue);
            else
                _overdue.Enqueue(_nextDue);
        }

        if (_nextDue < _end)
            _loop.SetTimer(_nextDue, absolute: true);
    }

    private void Begin(ClientConnection connection, long since)
    {
        _busy++;
        connection.Begin(Outcome.EndId++, since);
    }

    private void Freed(ClientConnection connection, long now)
    {
        _busy--;
        if (_aborted is not null || (Plan.LeavesOverdue && now >= _end))
            return;
        if (_interval > 0)
        {
            // A call that was due while all connections were taken counts from when it was due.
            if (_overdue.TryDequeue(out var due))
                Begin(connection, due);
            else
                _free.Enqueue(connection);
        }
        else if (now < _end && !(connection.Calls >= Plan.CallsPerConnection))
        {
            Begin(connection, now);
        }
    }

    private void GiveUp()
    {
        Abort("No answer in time.");
        foreach (var connection in _connections.Where(c => c.Busy).ToList())
            connection.Abandon();
    }
}
