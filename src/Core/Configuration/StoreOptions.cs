using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Where exchanges are recorded.</summary>
public sealed class StoreOptions
{
    [Description("Which store. sqlite: a file of its own. none: metrics only, no rows.")]
    [AllowedValues(StoreKinds.Sqlite, StoreKinds.None)]
    public string Kind { get; init; } = StoreKinds.Sqlite;

    [Description("Database file of sqlite; its folder is made when absent.")]
    [Required]
    public string Path { get; init; } = "sentinel-data/sentinel.db";

    [Description("How long exchanges are kept in sqlite. 0: for ever.")]
    [DurationRange("1m", "36500d", OrZero = true)]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    [Description("Exchanges waiting to be written. Beyond it they are dropped and counted.")]
    [Range(128, 1_000_000)]
    public int QueueCapacity { get; init; } = 65_536;
}
