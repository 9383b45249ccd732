namespace LlmSentinel.Core.Recording;

/// <summary>A store whose queue can be waited for.</summary>
public interface IFlushableStore
{
    /// <summary>
    /// Waits until everything recorded before survives the end of the process; false when that took longer than
    /// <paramref name="timeout"/> (it goes on all the same).
    /// </summary>
    Task<bool> FlushAsync(TimeSpan timeout);
}
