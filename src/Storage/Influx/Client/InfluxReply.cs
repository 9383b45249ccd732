using System.Net;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>An answer, whatever its status.</summary>
/// <param name="Status">Status.</param>
/// <param name="Body">Text of the body, cut at 1 MiB.</param>
internal sealed record InfluxReply(HttpStatusCode Status, string Body)
{
    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The server's own words of what is wrong, on one line; empty when it gave none.</summary>
    public string Error => ErrorBody.Parse(Body).Message;
}
