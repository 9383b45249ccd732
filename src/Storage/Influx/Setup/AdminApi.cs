using System.Globalization;
using System.Net;
using System.Text.Json;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>Requests to the interfaces of 2.x and 3 that set a server up.</summary>
internal sealed class AdminApi(IInfluxClient client, string rights)
{
    /// <summary>The answer to a GET; null when there is no such thing.</summary>
    public async Task<JsonElement?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await client.SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.NotFound)
            return null;
        return Read(path, "reading", reply);
    }

    /// <summary>Sends a change. <paramref name="what"/> is for the message when it is refused.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string json, string what, CancellationToken cancellationToken) =>
        Read(path, what, await client.SendAsync(method, path, json, cancellationToken).ConfigureAwait(false));

    private JsonElement Read(string path, string what, InfluxReply reply)
    {
        if (!reply.IsSuccess)
            throw new SetupException(Message(path, what, reply) + SetupHints.Of(reply.Status, rights));
        if (reply.Body.Length == 0)
            return default;
        try
        {
            return JsonElement.Parse(reply.Body);
        }
        catch (JsonException)
        {
            // 3 answers changes in words, or not at all.
            return default;
        }
    }

    private static string Message(string path, string what, InfluxReply reply)
    {
        var place = path.Split('?')[0];
        var error = ErrorBody.Brief(reply.Error);
        return string.Create(CultureInfo.InvariantCulture, $"{what} failed: the server answered {(int)reply.Status} to /{place}{(error.Length == 0 ? "" : ": " + error)}");
    }
}
