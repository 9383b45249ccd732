using System.Net;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>How a write ended.</summary>
internal enum WriteResult
{
    /// <summary>All points are taken.</summary>
    Written,

    /// <summary>Points were refused (400, 422); <see cref="WriteAnswer.Refusal"/> tells which and what became of the rest.</summary>
    Refused,

    /// <summary>The batch is too large (413).</summary>
    TooLarge,

    /// <summary>Too much at a time (429, 503).</summary>
    Busy,

    /// <summary>The token, user or password is not accepted, or may not write (401, 403).</summary>
    Unauthorized,

    /// <summary>There is no such database, bucket or organization (404).</summary>
    NotFound,

    /// <summary>The server failed (other 5xx).</summary>
    ServerError,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>An answer InfluxDB does not give: a redirect, a page of a gateway.</summary>
    Unexpected,
}

/// <summary>What a server said to a batch of points.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Status">Status; null without an answer.</param>
/// <param name="Reason">What is wrong, one line without secrets; null when nothing is.</param>
internal sealed record WriteAnswer(WriteResult Result, HttpStatusCode? Status = null, string? Reason = null)
{
    public static readonly WriteAnswer Written = new(WriteResult.Written, HttpStatusCode.NoContent);

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's clock less ours; null when it does not tell.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>Which points were refused; null unless <see cref="WriteResult.Refused"/>.</summary>
    public Refusal? Refusal { get; init; }
}
