using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Where exchanges are recorded.</summary>
public sealed class StorageOptions
{
    [Description("The embedded store.")]
    public SqliteOptions Sqlite { get; init; } = new();
}

/// <summary>The embedded store.</summary>
public sealed class SqliteOptions
{
    [Description("On or off. Off: metrics only, no rows.")]
    public bool Enabled { get; init; } = true;

    [Description("Database file; its folder is made when absent.")]
    [Required]
    public string Path { get; init; } = "sentinel-data/sentinel.db";

    [Description("How long exchanges are kept. 0: for ever.")]
    [DurationRange("1m", "36500d", OrZero = true)]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    [Description("Exchanges waiting to be written. Beyond it they are dropped and counted.")]
    [Range(128, 1_000_000)]
    public int QueueCapacity { get; init; } = 65_536;
}
