namespace LlmSentinel.Storage.Queueing;

/// <summary>Who waits until everything recorded up to some point is on disk.</summary>
internal sealed class FlushWaiters
{
    private readonly Lock _lock = new();
    private readonly List<(long Target, TaskCompletionSource Done)> _waiters = [];

    /// <summary>True while somebody waits.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
                return _waiters.Count > 0;
        }
    }

    /// <summary>Completes once <paramref name="target"/> exchanges are settled.</summary>
    public Task Add(long target)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _waiters.Add((target, done));
        return done.Task;
    }

    /// <summary>True when somebody's target is reached.</summary>
    public bool AnyReached(long settled)
    {
        lock (_lock)
            return _waiters.Exists(w => w.Target <= settled);
    }

    /// <summary>Releases those whose target is reached.</summary>
    public void Release(long settled)
    {
        lock (_lock)
        {
            foreach (var (_, done) in _waiters.Where(w => w.Target <= settled))
                done.TrySetResult();
            _waiters.RemoveAll(w => w.Target <= settled);
        }
    }
}
