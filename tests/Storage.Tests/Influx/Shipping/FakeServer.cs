using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Tests.Influx.Shipping;

/// <summary>How a server answers a batch with points it does not take.</summary>
public enum RefusalStyle
{
    /// <summary>1.x: the others are written, those it cannot parse are quoted.</summary>
    QuotedRestWritten,

    /// <summary>1.x and 2.x (422): the others are written, only their number is told.</summary>
    CountedRestWritten,

    /// <summary>2.x: nothing is written, one is quoted.</summary>
    QuotedNothingWritten,

    /// <summary>2.x: nothing is written, nothing is told.</summary>
    SilentNothingWritten,

    /// <summary>3: the others are written, all are listed.</summary>
    ListedRestWritten,

    /// <summary>3 without partial writes: nothing is written, the first is told.</summary>
    ListedNothingWritten,
}

/// <summary>A server in the process that keeps the lines it takes: bad ones have a tag that says so.</summary>
internal sealed class FakeServer(RefusalStyle style, int mostBytes = int.MaxValue) : IInfluxClient
{
    public HashSet<string> Kept { get; } = [];

    public List<int> Requests { get; } = [];

    /// <summary>Answers in place of its own, one a request; null lets it answer.</summary>
    public Queue<WriteAnswer?> Instead { get; } = new();

    /// <summary>False: points are counted as written without being looked at.</summary>
    public bool KeepsLines { get; init; } = true;

    /// <summary>It does not answer.</summary>
    public bool Away { get; set; }

    /// <summary>Bytes taken, as they were sent.</summary>
    public long Bytes { get; private set; }

    public InfluxServerInfo? Server { get; private set; }

    public Task<InfluxServerInfo> ProbeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Server = new InfluxServerInfo(InfluxKind.V2, "v2.7.0", "OSS"));

    public Task<WriteAnswer> WriteAsync(ReadOnlyMemory<byte> gzippedLines, CancellationToken cancellationToken)
    {
        if (Away)
            return Task.FromResult(new WriteAnswer(WriteResult.Unreachable, null, "away") { RetryAfter = TimeSpan.FromMilliseconds(50) });
        Bytes += gzippedLines.Length;
        if (!KeepsLines)
            return Task.FromResult(WriteAnswer.Written);
        var lines = Read(gzippedLines);
        Requests.Add(lines.Length);
        if (Instead.TryDequeue(out var answer) && answer is not null)
            return Task.FromResult(answer);
        return Task.FromResult(lines.Sum(l => l.Length + 1) > mostBytes
            ? new WriteAnswer(WriteResult.TooLarge, HttpStatusCode.RequestEntityTooLarge, "status 413")
            : Take(lines));
    }

    public IAsyncEnumerable<InfluxSeries> QueryAsync(string influxQl, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<InfluxReply> SendAsync(HttpMethod method, string pathAndQuery, string? json, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose()
    {
    }

    private WriteAnswer Take(string[] lines)
    {
        var bad = lines.Index().Where(l => l.Item.Contains("=bad ", StringComparison.Ordinal)).ToList();
        if (bad.Count == 0 || style is RefusalStyle.QuotedRestWritten or RefusalStyle.CountedRestWritten or RefusalStyle.ListedRestWritten)
            Kept.UnionWith(lines.Except(bad.Select(b => b.Item)));
        return bad.Count == 0 ? WriteAnswer.Written : Refuse(bad);
    }

    private WriteAnswer Refuse(List<(int Index, string Item)> bad)
    {
        var (status, body) = style switch
        {
            RefusalStyle.QuotedRestWritten => (400, $$"""{"error":"partial write: {{string.Join("\\n", bad.Select(b => $"unable to parse '{b.Item}': missing fields"))}} dropped=0"}"""),
            RefusalStyle.CountedRestWritten => (422, string.Create(CultureInfo.InvariantCulture, $$"""{"code":"unprocessable entity","message":"partial write: points beyond retention policy dropped={{bad.Count}}"}""")),
            RefusalStyle.QuotedNothingWritten => (400, $$"""{"code":"invalid","message":"unable to parse '{{bad[0].Item}}': missing field value"}"""),
            RefusalStyle.SilentNothingWritten => (400, """{"code":"invalid","message":"something is invalid"}"""),
            RefusalStyle.ListedRestWritten => (400, $$"""{"error":"partial write of line protocol occurred","data":[{{string.Join(',', bad.Select(Listed))}}]}"""),
            _ => (400, $$"""{"error":"parsing failed for write_lp endpoint","data":{{Listed(bad[0])}}}"""),
        };
        var error = ErrorBody.Parse(body);
        return new WriteAnswer(WriteResult.Refused, (HttpStatusCode)status, error.Message) { Refusal = RefusalReader.Read(status, error) };
    }

    private static string Listed((int Index, string Item) line) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"original_line":"{{line.Item[..Math.Min(6, line.Item.Length)]}}","line_number":{{line.Index + 1}},"error_message":"invalid column type"}""");

    private static string[] Read(ReadOnlyMemory<byte> gzipped)
    {
        using var gzip = new GZipStream(new MemoryStream(gzipped.ToArray()), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
