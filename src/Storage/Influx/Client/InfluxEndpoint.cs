using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>Where points go and as whom: the configured store, taken apart.</summary>
internal sealed class InfluxEndpoint
{
    private readonly string _base;
    private readonly InfluxKind _guess;

    public InfluxEndpoint(StoreOptions options)
    {
        _base = options.Url.TrimEnd('/') + '/';
        Org = string.IsNullOrEmpty(options.Org) ? null : options.Org;
        _guess = Org is null && options.Token.Length == 0 && options.TokenFile.Length == 0 ? InfluxKind.V1 : InfluxKind.V2;
        Bucket = options.Bucket;
        var slash = Bucket.IndexOf('/', StringComparison.Ordinal);
        (Database, RetentionPolicy) = slash < 0 ? (Bucket, null) : (Bucket[..slash], Bucket[(slash + 1)..]);
    }

    /// <summary>Organization; null when not configured.</summary>
    public string? Org { get; }

    /// <summary>The bucket as configured.</summary>
    public string Bucket { get; }

    /// <summary>The database InfluxQL knows the bucket by: what stands before a slash.</summary>
    public string Database { get; }

    /// <summary>What stands behind the slash; null for the default policy.</summary>
    public string? RetentionPolicy { get; }

    /// <summary>The server's address, for people.</summary>
    public string Url => _base.TrimEnd('/');

    /// <summary>Address of a path.</summary>
    public Uri At(string pathAndQuery) => new(_base + pathAndQuery);

    /// <summary>Where a server of this kind takes points. One that does not say what it is is taken for what the configuration suits.</summary>
    public Uri WriteAddress(InfluxKind kind)
    {
        if ((kind == InfluxKind.Unknown ? _guess : kind) == InfluxKind.V1)
            return At($"write?db={Escape(Database)}{RetentionParameter}&precision=ns");
        var org = Org is null ? "" : $"org={Escape(Org)}&";
        return At($"api/v2/write?{org}bucket={Escape(Bucket)}&precision=ns");
    }

    /// <summary>Parameters of a query but for its text.</summary>
    public string QueryParameters(int chunkRows) =>
        FormattableString.Invariant($"db={Escape(Database)}{RetentionParameter}&epoch=ns&chunked=true&chunk_size={chunkRows}");

    private string RetentionParameter => RetentionPolicy is null ? "" : $"&rp={Escape(RetentionPolicy)}";

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
