namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>Names of the targets.</summary>
public static class TargetNames
{
    /// <summary>No proxy: the generator talks to the upstream.</summary>
    public const string Direct = "direct";

    /// <summary>nginx, unbuffered.</summary>
    public const string Nginx = "nginx";

    /// <summary>Plain YARP: one config route.</summary>
    public const string Yarp = "yarp";

    /// <summary><c>sentinel serve</c> with everything on: store, metrics, 5 % sampling with text.</summary>
    public const string Sentinel = "sentinel";

    /// <summary><c>sentinel serve</c> observing only: metrics, no store, no sampling.</summary>
    public const string SentinelObserving = "sentinel-observing";

    /// <summary>The lean sidecar, Native AOT, with everything on.</summary>
    public const string Sidecar = "sidecar";

    /// <summary>Portkey's gateway.</summary>
    public const string Portkey = "portkey";

    /// <summary>All of them, in the order of a table.</summary>
    public static IReadOnlyList<string> All { get; } = [Direct, Nginx, Yarp, Sentinel, SentinelObserving, Sidecar, Portkey];
}

/// <summary>Groups of scenarios.</summary>
public static class Groups
{
    /// <summary>As many calls as go, over a number of connections.</summary>
    public const string Closed = "closed";

    /// <summary>Calls at a fixed rate.</summary>
    public const string Open = "open";

    /// <summary>Streams at once, an event at a time.</summary>
    public const string Paced = "paced";

    /// <summary>Long prompts.</summary>
    public const string Prompt = "prompt";

    /// <summary>From the start of the process to the first proxied byte.</summary>
    public const string Start = "start";

    /// <summary>More calls than a target can take, and what comes after.</summary>
    public const string Overload = "overload";

    /// <summary>The store's server is not there.</summary>
    public const string StoreAway = "store-away";

    /// <summary>Memory at rest.</summary>
    public const string Memory = "memory";

    /// <summary>When the client sees the status line.</summary>
    public const string Head = "head";
}
