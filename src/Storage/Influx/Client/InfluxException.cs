using System.Net;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>The server did not answer, or refused. The message is one line without secrets.</summary>
internal sealed class InfluxException : Exception
{
    public InfluxException(string message, HttpStatusCode? status = null, Exception? innerException = null)
        : base(message, innerException) => Status = status;

    /// <summary>What it answered; null when it did not.</summary>
    public HttpStatusCode? Status { get; }
}
