using System.Diagnostics;

namespace LlmSentinel.Core.Pipeline;

/// <summary>The moments of a call, in <see cref="Stopwatch"/> ticks; 0: did not happen.</summary>
public struct CallTimes
{
    /// <summary>The request's head arrived.</summary>
    public long Received;

    /// <summary>The request body had arrived whole before it was handed on, because it was looked at first.</summary>
    public long BodyAwaited;

    /// <summary>The request was handed to the connection upstream.</summary>
    public long Sent;

    /// <summary>The response's head arrived.</summary>
    public long HeadArrived;

    /// <summary>The first byte of the response's body was there to be read.</summary>
    public long BodyArrived;

    /// <summary>That byte was given to the client's connection.</summary>
    public long BodyForwarded;

    /// <summary>The call ended.</summary>
    public long Ended;

    /// <summary>Time between two moments; null unless both happened in this order.</summary>
    public static TimeSpan? Between(long from, long to) => from > 0 && to >= from ? Stopwatch.GetElapsedTime(from, to) : null;
}
