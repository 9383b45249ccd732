using System.Collections.Concurrent;
using System.Net.Sockets;
using LlmSentinel.Proxy.Forwarding;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// The connections of an upstream that rest between calls; the one used last is used next. A call that finds none opens one: as many as
/// there are calls at once.
/// </summary>
internal sealed class Http1ConnectionPool : IDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(15);

    private readonly ConcurrentStack<Http1Connection> _idle = new();
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private volatile bool _disposed;

    /// <param name="address">Where they go.</param>
    /// <param name="connectTimeout">Longest time opening one may take; zero is none.</param>
    /// <param name="time">Clock.</param>
    public Http1ConnectionPool(Http1Address address, TimeSpan connectTimeout, TimeProvider time)
    {
        Address = address;
        _connectTimeout = connectTimeout;
        _time = time;
        _sweep = time.CreateTimer(static pool => ((Http1ConnectionPool)pool!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    public Http1Address Address { get; }

    /// <summary>What the upstream's heads say again and again.</summary>
    public HeaderCache Headers { get; } = new();

    /// <summary>A connection that was used before, waiting for an answer already; null when there is none.</summary>
    public Http1Connection? TryTake()
    {
        while (_idle.TryPop(out var connection))
        {
            if (IsFresh(connection) && connection.BeginReceive())
                return connection;
            connection.Dispose();
        }

        return null;
    }

    /// <summary>A new connection, waiting for an answer already.</summary>
    /// <exception cref="SocketException">Nobody listens there, or the name is not known.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or took longer than it may.</exception>
    public async ValueTask<Http1Connection> OpenAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_connectTimeout > TimeSpan.Zero)
            limit.CancelAfter(_connectTimeout);
        var connection = await Http1Connection.OpenAsync(Address, _time.GetTimestamp(), limit.Token);
        connection.BeginReceive();
        return connection;
    }

    /// <summary>Takes back a connection whose answer has been received. Its memory is the caller's, to be given back to the shared pool.</summary>
    public byte[] Return(Http1Connection connection)
    {
        if (connection.TryRest(out var memory))
        {
            connection.IdleSince = _time.GetTimestamp();
            _idle.Push(connection);

            // The pool may have been let go meanwhile.
            if (_disposed)
                Empty();
        }

        return memory;
    }

    /// <summary>Ends the connections that rest; those in use end when they are given back.</summary>
    public void Dispose()
    {
        _disposed = true;
        _sweep.Dispose();
        Empty();
    }

    private bool IsFresh(Http1Connection connection)
    {
        // Ended here a little before the upstream does: a call that meets that end on its way may be lost.
        var rest = connection.RestsFor is { } told && told < IdleTime ? told - Margin : IdleTime;
        return _time.GetElapsedTime(connection.MadeAt) < SentinelHttpClientFactory.ConnectionLifetime && _time.GetElapsedTime(connection.IdleSince) < rest;
    }

    /// <summary>
    /// Ends those that rested for too long or were closed by the upstream, whose half would stay open for ever otherwise. Those used lately
    /// show that to their next call.
    /// </summary>
    private void Sweep()
    {
        var kept = new Stack<Http1Connection>();
        while (_idle.TryPop(out var connection))
        {
            if (IsFresh(connection) && (_time.GetElapsedTime(connection.IdleSince) < SweepPeriod || !connection.HasNews))
                kept.Push(connection);
            else
                connection.Dispose();
        }

        // From the one used longest ago on, so that their order stays.
        foreach (var connection in kept)
            _idle.Push(connection);
        if (_disposed)
            Empty();
    }

    private void Empty()
    {
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }
}
