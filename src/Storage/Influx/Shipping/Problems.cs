using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>What is in the way of delivery, in one line that says what to do about it.</summary>
internal static class Problems
{
    public static string Describe(string url, WriteAnswer answer) => answer.Result switch
    {
        WriteResult.Unauthorized => $"{url} does not accept store.token, store.tokenFile, or store.user with store.password, or they may not write to store.bucket ({answer.Reason})",
        WriteResult.NotFound => $"{url} does not have store.bucket, or store.org; 'sentinel store init' makes it ({answer.Reason})",
        WriteResult.Busy => $"{url} asks for time ({answer.Reason})",
        WriteResult.ServerError => $"{url} fails ({answer.Reason})",
        WriteResult.Refused => $"{url} refuses every point, for no reason that lies in them ({answer.Reason})",
        WriteResult.Unexpected => $"{url} does not answer as InfluxDB does; is store.url right? ({answer.Reason})",
        _ => answer.Reason ?? "no answer",
    };
}
