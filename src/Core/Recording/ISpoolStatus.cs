namespace LlmSentinel.Core.Recording;

/// <summary>
/// What a store that keeps its points on a server says of one way there, for metrics and the status page. Reading any of it is cheap and
/// never blocks.
/// </summary>
public interface ISpoolStatus
{
    /// <summary>The store these points belong to, as <see cref="IStoreStatus.Name"/>.</summary>
    string Name { get; }

    /// <summary>What goes this way, one of a few words: <c>points</c>, or <c>1m</c> and <c>1h</c> for the sums of minutes and hours.</summary>
    string Destination { get; }

    /// <summary>Why nothing goes this way, in one line without secrets; null while all is well.</summary>
    string? Problem { get; }

    /// <summary>What the server says it is; null before it has answered.</summary>
    string? Server { get; }

    /// <summary>Points on disk the server has not dealt with.</summary>
    long WaitingPoints { get; }

    /// <summary>Bytes they take on disk.</summary>
    long WaitingBytes { get; }

    /// <summary>Age of the oldest of them; null when none waits.</summary>
    TimeSpan? OldestAge { get; }

    /// <summary>Points the server has taken since start.</summary>
    long Delivered { get; }

    /// <summary>Points lost on disk since start, by reason.</summary>
    IReadOnlyList<ReasonCount> Lost { get; }

    /// <summary>Points the server refused since start, by reason: set aside in a file.</summary>
    IReadOnlyList<ReasonCount> Quarantined { get; }

    /// <summary>Requests since start that have to be sent again.</summary>
    long Retries { get; }

    /// <summary>How far the server's clock is ahead of this machine's; null before it has told.</summary>
    TimeSpan? ClockAhead { get; }
}

/// <summary>How often something happened for a reason.</summary>
/// <param name="Reason">One word.</param>
/// <param name="Count">How often.</param>
public readonly record struct ReasonCount(string Reason, long Count);
