namespace LlmSentinel.Storage.Influx.Client;

/// <summary>
/// All that is asked of an InfluxDB server, or of one that speaks its protocol. Narrow on purpose: a client library could stand here.
/// Thread-safe.
/// </summary>
internal interface IInfluxClient : IDisposable
{
    /// <summary>What the last probe found; null before the first one that was answered.</summary>
    InfluxServerInfo? Server { get; }

    /// <summary>Asks the server what it is, and remembers it.</summary>
    /// <exception cref="InfluxException">It did not answer.</exception>
    Task<InfluxServerInfo> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Writes points. What goes wrong is told in the answer; only a cancellation is thrown.</summary>
    /// <param name="gzippedLines">Line protocol with times in nanoseconds, compressed with gzip.</param>
    /// <param name="cancellationToken">Gives up; the server may have taken the points all the same.</param>
    Task<WriteAnswer> WriteAsync(ReadOnlyMemory<byte> gzippedLines, CancellationToken cancellationToken);

    /// <summary>
    /// The series of one InfluxQL statement that reads, as they arrive; a series that is long comes in several parts. Times are
    /// nanoseconds since 1970. A part is valid until the next one is asked for.
    /// </summary>
    /// <exception cref="InfluxException">The server did not answer, refused the statement or broke off.</exception>
    IAsyncEnumerable<InfluxSeries> QueryAsync(string influxQl, CancellationToken cancellationToken);

    /// <summary>Any other request, to set the server up: <c>/query</c> with a statement that changes something, <c>/api/v2/buckets</c> and the like.</summary>
    /// <param name="method">Method.</param>
    /// <param name="pathAndQuery">Relative to the server's address, without a slash at the start.</param>
    /// <param name="json">Body; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InfluxException">It did not answer.</exception>
    Task<InfluxReply> SendAsync(HttpMethod method, string pathAndQuery, string? json, CancellationToken cancellationToken);
}
