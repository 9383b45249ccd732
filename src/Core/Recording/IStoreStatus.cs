namespace LlmSentinel.Core.Recording;

/// <summary>What a store says of itself, for metrics and the status page. Reading any of it is cheap and never blocks.</summary>
public interface IStoreStatus
{
    /// <summary>Kind of store, for example <c>sqlite</c>.</summary>
    string Name { get; }

    /// <summary>False while writing fails.</summary>
    bool Healthy { get; }

    /// <summary>Why it is not healthy, in one line without secrets; null when it is.</summary>
    string? Problem { get; }

    /// <summary>Exchanges written since start.</summary>
    long Written { get; }

    /// <summary>Exchanges lost since start: the queue was full or writing failed for good.</summary>
    long Dropped { get; }

    /// <summary>Exchanges waiting to be written.</summary>
    long QueueDepth { get; }

    /// <summary>Most exchanges that may wait.</summary>
    long QueueCapacity { get; }

    /// <summary>Bytes on disk; null when not known.</summary>
    long? SizeBytes { get; }

    /// <summary>Texts cut since start because they were longer than the store takes.</summary>
    long TextsCut => 0;

    /// <summary>The ways to a server, that of the exchanges first; none for a store without one.</summary>
    IReadOnlyList<ISpoolStatus> Spools => [];
}
