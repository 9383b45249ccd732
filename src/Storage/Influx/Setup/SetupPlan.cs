using System.Globalization;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Rollups;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>What a server must have: three places for points, each with a time after which it forgets them.</summary>
/// <param name="Database">The database InfluxQL knows all of them by.</param>
/// <param name="Org">Organization; null where there is none.</param>
/// <param name="Places">The place of the points themselves, of a minute's sums and of an hour's.</param>
/// <param name="Shorten">True to let a place forget sooner than it does; what is older is then gone.</param>
/// <param name="DryRun">True to change nothing.</param>
internal sealed record SetupPlan(string Database, string? Org, IReadOnlyList<SetupPlace> Places, bool Shorten, bool DryRun)
{
    /// <summary>The plan for a configured store.</summary>
    public static SetupPlan For(StoreOptions store, StoreSetupOptions setup)
    {
        var slash = store.Bucket.IndexOf('/', StringComparison.Ordinal);
        var (database, policy) = slash < 0 ? (store.Bucket, null) : (store.Bucket[..slash], store.Bucket[(slash + 1)..]);
        return new SetupPlan(
            database, store.Org.Length == 0 ? null : store.Org,
            [
                new(store.Bucket, policy, IsDefault: true, store.Retention, "every exchange"),
                new($"{database}/{RollupPlaces.Minute}", RollupPlaces.Minute, IsDefault: false, setup.MinuteRetention, "sums of each minute, percentiles as sketches"),
                new($"{database}/{RollupPlaces.Hour}", RollupPlaces.Hour, IsDefault: false, setup.HourRetention, "sums of each hour, percentiles as sketches"),
            ],
            setup.Shorten, setup.DryRun);
    }

    /// <summary>A time of keeping, for people.</summary>
    public static string Keeps(TimeSpan retention) =>
        retention == TimeSpan.Zero ? "keeps for ever"
        : retention.Ticks % TimeSpan.TicksPerDay == 0 ? string.Create(CultureInfo.InvariantCulture, $"keeps {retention.TotalDays:0} days")
        : string.Create(CultureInfo.InvariantCulture, $"keeps {retention.TotalHours:0.##} hours");

    /// <summary>What is to be done about a place that is there and keeps points for <paramref name="present"/> (zero: for ever).</summary>
    public SetupStep Judge(string name, SetupPlace place, TimeSpan present)
    {
        if (present == place.Retention)
            return new SetupStep(name, SetupResult.AlreadyThere, $"{place.Purpose}, {Keeps(present)}");
        var shorter = place.Retention != TimeSpan.Zero && (present == TimeSpan.Zero || present > place.Retention);
        return shorter && !Shorten
            ? new SetupStep(name, SetupResult.Left, $"{place.Purpose}, {Keeps(present)}; --shorten makes it {Keeps(place.Retention)[6..]}, and older points are deleted")
            : new SetupStep(name, SetupResult.Changed, $"{place.Purpose}, {Keeps(place.Retention)}; before: {Keeps(present)[6..]}");
    }
}

/// <summary>A place for points.</summary>
/// <param name="Bucket">Name of its bucket, or of its database where there are no policies.</param>
/// <param name="Policy">Name of its retention policy; null for the default one, whatever its name is.</param>
/// <param name="IsDefault">True for the one that is meant when no policy is named.</param>
/// <param name="Retention">How long it keeps points; zero for ever.</param>
/// <param name="Purpose">What it holds.</param>
internal sealed record SetupPlace(string Bucket, string? Policy, bool IsDefault, TimeSpan Retention, string Purpose);
