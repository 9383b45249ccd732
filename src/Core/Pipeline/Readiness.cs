namespace LlmSentinel.Core.Pipeline;

/// <summary>Where the process stands between start and shutdown. Only what stops it from forwarding counts: a broken store does not.</summary>
public enum ReadinessState
{
    /// <summary>The data port is not open yet or the path is still being warmed.</summary>
    Starting,

    /// <summary>Calls are accepted.</summary>
    Ready,

    /// <summary>Shutting down: calls in flight finish, new ones should go elsewhere.</summary>
    Draining,
}

/// <summary>The one place that says whether calls are accepted. Thread-safe; moves forward only.</summary>
public sealed class Readiness
{
    private int _state;

    /// <summary>Now.</summary>
    public ReadinessState State => (ReadinessState)Volatile.Read(ref _state);

    /// <summary>The data port accepts and warm-up is done. Has no effect once draining.</summary>
    public void MarkReady() => Interlocked.CompareExchange(ref _state, (int)ReadinessState.Ready, (int)ReadinessState.Starting);

    /// <summary>Shutdown has begun.</summary>
    public void MarkDraining() => Interlocked.Exchange(ref _state, (int)ReadinessState.Draining);
}
