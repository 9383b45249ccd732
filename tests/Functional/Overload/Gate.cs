using LlmSentinel.Testing;

namespace LlmSentinel.Functional.Overload;

/// <summary>Holds up a stage behind the calls until a test opens it.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new();

    /// <summary>Waits until a stage stands before it.</summary>
    public Task ReachedAsync() => Eventually.CompletesAsync(_reached.Task, "the stage is held up");

    public void Open() => _open.SetResult();

    /// <summary>Blocks the stage's thread, as a sink does that breaks its promise; a test that failed lets it go in the end.</summary>
    public void Pass()
    {
        _reached.TrySetResult();
        _open.Task.Wait(Eventually.DefaultDeadline);
    }
}
