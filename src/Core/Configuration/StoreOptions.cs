using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Where exchanges are recorded.</summary>
public sealed class StoreOptions
{
    [Description("Which store. sqlite: a file of its own. influxdb: an InfluxDB server 1.x, 2.x, 3 or Cloud, by way of a spool on disk; VictoriaMetrics takes the points as well. none: metrics only, no rows.")]
    [AllowedValues(StoreKinds.Sqlite, StoreKinds.InfluxDb, StoreKinds.None)]
    public string Kind { get; init; } = StoreKinds.Sqlite;

    [Description("Database file of sqlite; its folder is made when absent.")]
    [Required]
    public string Path { get; init; } = "sentinel-data/sentinel.db";

    [Description("How long exchanges are kept in sqlite. 0: for ever. On influxdb the server's retention rules.")]
    [DurationRange("1m", "36500d", OrZero = true)]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    [Description("Most the rows and sums in sqlite's file may take: beyond it the oldest exchanges go, looked at once a minute. 0: no limit.")]
    [ByteSize, Range(0, 1_099_511_627_776)]
    public long MaxSize { get; init; }

    [Description("Exchanges waiting to be written. Beyond it they are dropped and counted.")]
    [Range(128, 1_000_000)]
    public int QueueCapacity { get; init; } = 65_536;

    [Description("influxdb: base URL of the server, for example http://localhost:8086.")]
    [ValueFormat(ValueFormatNames.BaseUrl)]
    public string Url { get; init; } = "";

    [Description("influxdb: organization. InfluxDB 2.x and Cloud need it, the others do not look at it.")]
    public string Org { get; init; } = "";

    [Description("influxdb: bucket, or database. database/policy names a retention policy of 1.x.")]
    public string Bucket { get; init; } = "";

    [Description("influxdb: API token. Not beside tokenFile or user.")]
    [Secret, ValueFormat(ValueFormatNames.HeaderValue)]
    public string Token { get; init; } = "";

    [Description("influxdb: file that holds the API token, read again for each request: a token that is rotated takes effect without a restart. Not beside token or user.")]
    public string TokenFile { get; init; } = "";

    [Description("influxdb: user name, with password. Not beside token or tokenFile.")]
    public string User { get; init; } = "";

    [Description("influxdb: password of user.")]
    [Secret]
    public string Password { get; init; } = "";

    [Description("influxdb: tags every point gets, for example host: to tell the sidecars apart that write to one server. At most a few, with few values.")]
    [KeyPattern("^[A-Za-z][A-Za-z0-9_-]{0,63}$", "letters, digits, '_' and '-', a letter first")]
    public Dictionary<string, string> Tags { get; init; } = [];

    [Description("influxdb: sums of each minute and hour go to the policies or buckets 1m and 1h of the database, which sentinel store init makes. Summaries of long ranges are made from them.")]
    public bool Rollups { get; init; }

    [Description("influxdb: where points wait on disk until the server has taken them.")]
    public SpoolOptions Spool { get; init; } = new();

    [Description("influxdb: how points are sent.")]
    public BatchOptions Batch { get; init; } = new();

    /// <summary>Where exchanges go, for people; without secrets.</summary>
    public string Describe() => Kind switch
    {
        StoreKinds.Sqlite => Path,
        StoreKinds.InfluxDb => $"{Bucket} on {Url}, by way of {Spool.Path}",
        _ => "off",
    };
}

/// <summary>The log on disk between the sentinel and the server.</summary>
public sealed class SpoolOptions
{
    [Description("Folder of the spool, for one sentinel alone; made when absent.")]
    [Required]
    public string Path { get; init; } = "sentinel-data/spool";

    [Description("Most it may take on disk. Beyond it the oldest points are dropped and counted.")]
    [ByteSize, Range(16_777_216, 1_099_511_627_776)]
    public long MaxSize { get; init; } = 1_073_741_824;

    [Description("When points are forced from the system's memory to the disk. always: before they count as recorded. interval: every fsyncInterval. never: when the system sees fit. A killed process loses nothing in any of them, a machine without power what was not forced.")]
    [AllowedValues(FsyncModes.Always, FsyncModes.Interval, FsyncModes.Never)]
    public string Fsync { get; init; } = FsyncModes.Interval;

    [Description("Between two times that points are forced to the disk, with fsync: interval.")]
    [DurationRange("10ms", "1h")]
    public TimeSpan FsyncInterval { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>How points are gathered to requests.</summary>
public sealed class BatchOptions
{
    [Description("Most points a request.")]
    [Range(1, 100_000)]
    public int Lines { get; init; } = 5_000;

    [Description("Most bytes a request, before they are compressed. A server that finds one too large gets smaller ones from then on.")]
    [ByteSize, Range(65_536, 67_108_864)]
    public int Bytes { get; init; } = 4_194_304;

    [Description("How long a point waits for others at most.")]
    [DurationRange("10ms", "10m")]
    public TimeSpan Age { get; init; } = TimeSpan.FromSeconds(1);

    [Description("Longest wait for the server's answer to a request.")]
    [DurationRange("100ms", "10m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
