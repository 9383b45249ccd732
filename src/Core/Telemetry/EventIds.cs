namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Ids of log events, in blocks by stage. An id is never used again for something else. Each is explained in docs/events.md;
/// a convention test compares the two.
/// 1000 proxy and capture, 1100 pipeline, 1200 wire, 1300 pricing, 1400 storage, 2100 admin API, 2200 executables, 2300 configuration.
/// </summary>
public static class EventIds
{
    /// <summary>The embedded store is open.</summary>
    public const int StoreOpened = 1400;

    /// <summary>Its schema was brought up to date.</summary>
    public const int StoreMigrated = 1401;

    /// <summary>It cannot be written.</summary>
    public const int StoreFailing = 1402;

    /// <summary>It can be written again.</summary>
    public const int StoreRecovered = 1403;

    /// <summary>Its queue was full.</summary>
    public const int StoreDropped = 1404;

    /// <summary>A damaged database was set aside.</summary>
    public const int StoreSetAside = 1405;

    /// <summary>Exchanges that cannot be stored.</summary>
    public const int StoreRefused = 1406;

    /// <summary>Retention removed rows.</summary>
    public const int StoreExpired = 1407;

    /// <summary>Shut down before all was written.</summary>
    public const int StoreClosedWithLoss = 1408;

    /// <summary>The database file was removed while in use.</summary>
    public const int StoreFileGone = 1409;

    /// <summary>A copy was made before the schema changed.</summary>
    public const int StoreBackedUp = 1410;

    /// <summary>The spool is open.</summary>
    public const int SpoolOpened = 1450;

    /// <summary>A block that was begun and not finished was cut off the spool.</summary>
    public const int SpoolTailCut = 1451;

    /// <summary>Damage in the spool was passed over.</summary>
    public const int SpoolDamaged = 1452;

    /// <summary>The spool was full and its oldest segment was given up.</summary>
    public const int SpoolDropped = 1453;

    /// <summary>The spool's folder was removed while in use.</summary>
    public const int SpoolFolderGone = 1454;

    /// <summary>Something about the spool's files fails without holding up recording.</summary>
    public const int SpoolTrouble = 1455;

    /// <summary>The spool cannot be appended to.</summary>
    public const int SpoolFailing = 1470;

    /// <summary>It can be appended to again.</summary>
    public const int SpoolRecovered = 1471;

    /// <summary>The queue before the spool was full.</summary>
    public const int SpoolQueueFull = 1472;

    /// <summary>Shut down before the spool had taken everything.</summary>
    public const int SpoolClosedWithLoss = 1473;

    /// <summary>What the server of the store says it is.</summary>
    public const int ServerFound = 1480;

    /// <summary>Points cannot be delivered to the server.</summary>
    public const int DeliveryFailing = 1481;

    /// <summary>They can again.</summary>
    public const int DeliveryRecovered = 1482;

    /// <summary>The server refused points for good.</summary>
    public const int PointsQuarantined = 1483;

    /// <summary>Points that were refused could not be set aside.</summary>
    public const int QuarantineFailing = 1484;

    /// <summary>The server finds requests too large.</summary>
    public const int BatchTooLarge = 1485;

    /// <summary>The server's clock and this machine's differ.</summary>
    public const int ClocksDiffer = 1486;

    /// <summary>Sums of minutes and hours cannot be put on disk.</summary>
    public const int RollupsFailing = 1487;

    /// <summary>A sink threw.</summary>
    public const int SinkFailed = 1100;

    /// <summary>Counting tokens threw.</summary>
    public const int EstimateFailed = 1102;

    /// <summary>Reading the text of a sampled call threw.</summary>
    public const int SampleFailed = 1103;

    /// <summary>A sink of samples threw.</summary>
    public const int SampleSinkFailed = 1104;

    /// <summary>A price list has errors and is left out.</summary>
    public const int PriceFileLeftOut = 1300;

    /// <summary>Reading an ended call threw.</summary>
    public const int CallReadingFailed = 1101;

    /// <summary>A request to the admin port without the right token or with a foreign host name.</summary>
    public const int AdminRequestRefused = 2100;

    /// <summary>A request to the admin port failed inside.</summary>
    public const int AdminRequestFailed = 2101;

    /// <summary>The lean executable does not do what a setting asks for.</summary>
    public const int SettingWithoutEffect = 2200;

    /// <summary>The path of a call is warm.</summary>
    public const int WarmUpDone = 2201;

    /// <summary>The path of a call could not be warmed.</summary>
    public const int WarmUpFailed = 2202;

    /// <summary>Which configuration is in effect and watched.</summary>
    public const int ConfigurationWatching = 2300;

    /// <summary>A valid change was taken over.</summary>
    public const int ConfigurationReloaded = 2301;

    /// <summary>An invalid change was refused.</summary>
    public const int ConfigurationRejected = 2302;

    /// <summary>A change waits for the next start.</summary>
    public const int ConfigurationNeedsRestart = 2303;

    /// <summary>A part of the process failed to take a change over.</summary>
    public const int ConfigurationNotApplied = 2304;

    /// <summary>Looking at the file failed.</summary>
    public const int ConfigurationWatchFailed = 2305;
}
