using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace LlmSentinel.Core.Pipeline;

/// <summary>
/// Ended calls on their way from many threads to one reader: bounded, without a lock, and without waking anybody while the reader is
/// awake or gathers. (A Channel takes a lock for every write and wakes its reader for every call.)
/// </summary>
internal sealed class CallBuffer(int capacity) : IValueTaskSource
{
    private readonly ConcurrentQueue<CallObservation> _calls = new();
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private int _count;
    private int _asleep;
    private volatile bool _completed;

    /// <summary>Calls inside.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>True once nothing more comes.</summary>
    public bool Completed => _completed;

    /// <summary>False when it is full or completed.</summary>
    public bool TryAdd(CallObservation call)
    {
        if (_completed)
            return false;
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _calls.Enqueue(call);
        Wake();
        return true;
    }

    /// <summary>The next call, in the order they came. One thread at a time.</summary>
    public bool TryTake([NotNullWhen(true)] out CallObservation? call)
    {
        if (!_calls.TryDequeue(out call))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>Ends when there is a call to take or nothing more comes. One waits at a time.</summary>
    public ValueTask WaitAsync()
    {
        _wake.Reset();
        Interlocked.Exchange(ref _asleep, 1);

        // Looked at after it is said that the reader sleeps: whoever adds from now on wakes it.
        if ((!_calls.IsEmpty || _completed) && Interlocked.Exchange(ref _asleep, 0) == 1)
            return ValueTask.CompletedTask;
        return new ValueTask(this, _wake.Version);
    }

    /// <summary>Takes nothing more in; what is inside can still be taken.</summary>
    public void Complete()
    {
        _completed = true;
        Wake();
    }

    private void Wake()
    {
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            _wake.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}
