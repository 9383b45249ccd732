using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>Retention policies of sums. A bucket or database is named by its database and one of these, a slash between them.</summary>
internal static class RollupPlaces
{
    /// <summary>Sums of a minute.</summary>
    public const string Minute = "1m";

    /// <summary>Sums of an hour.</summary>
    public const string Hour = "1h";

    /// <summary>The bucket of a place, beside the configured one.</summary>
    public static string Bucket(StoreOptions options, string place) => $"{options.Bucket.Split('/')[0]}/{place}";

    /// <summary>The configured store with that bucket.</summary>
    public static StoreOptions OptionsFor(StoreOptions options, string place) => WithBucket(options, Bucket(options, place), token: null);

    /// <summary>The configured server with another bucket and, unless it is null, another token.</summary>
    public static StoreOptions WithBucket(StoreOptions options, string bucket, string? token) => new()
    {
        Kind = options.Kind,
        Url = options.Url,
        Org = options.Org,
        Bucket = bucket,
        Token = token ?? options.Token,
        TokenFile = token is null ? options.TokenFile : "",
        User = token is null ? options.User : "",
        Password = token is null ? options.Password : "",
        Batch = options.Batch,
    };
}
