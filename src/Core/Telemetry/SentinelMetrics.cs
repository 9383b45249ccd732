using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.InteropServices;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Owns every instrument. Recording an exchange happens once per call, off its path; gauges are read from
/// <see cref="Sources"/> when somebody looks. Label values come bounded from the exchange (<see cref="LabelLimiter"/>);
/// error words, which come from providers, are bounded here.
/// </summary>
public sealed partial class SentinelMetrics
{
    private readonly bool _labelApps;
    private readonly LabelLimiter _errorTypes = new(MetricTags.ErrorType, 64, 64);

    private readonly Histogram<long> _genAiTokens;
    private readonly Histogram<double> _genAiDuration;
    private readonly Histogram<double> _genAiFirstChunk;
    private readonly Histogram<double> _genAiPerChunk;
    private readonly Counter<long> _exchanges;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstByte;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _perToken;
    private readonly Histogram<double> _interChunkMax;
    private readonly Counter<long> _finishReasons;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _added;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _usage;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _costUnknown;
    private readonly Gauge<long> _rateRemaining;
    private readonly Gauge<long> _rateLimit;
    private readonly Counter<long> _gaps;
    private readonly Histogram<double> _stageDuration;
    private readonly Counter<long> _stageFailures;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _samples;
    private readonly Histogram<double> _storeWrites;

    /// <summary>Makes the meter and its instruments.</summary>
    /// <param name="meters">Factory of the process, or of one test.</param>
    /// <param name="labelApps">Label by application as well.</param>
    /// <param name="meter">Name of the meter, by which exporters choose.</param>
    public SentinelMetrics(IMeterFactory meters, bool labelApps = false, string meter = MetricNames.Meter)
    {
        _labelApps = labelApps;
        Meter = meters.Create(new MeterOptions(meter) { Version = Version });
        _genAiTokens = Histogram<long>(MetricNames.GenAiTokenUsage);
        _genAiDuration = Histogram<double>(MetricNames.GenAiOperationDuration);
        _genAiFirstChunk = Histogram<double>(MetricNames.GenAiTimeToFirstChunk);
        _genAiPerChunk = Histogram<double>(MetricNames.GenAiTimePerOutputChunk);
        _exchanges = Counter<long>(MetricNames.Exchanges);
        _duration = Histogram<double>(MetricNames.ExchangeDuration);
        _firstByte = Histogram<double>(MetricNames.TimeToFirstByte);
        _firstToken = Histogram<double>(MetricNames.TimeToFirstToken);
        _perToken = Histogram<double>(MetricNames.TimePerOutputToken);
        _interChunkMax = Histogram<double>(MetricNames.InterChunkMax);
        _finishReasons = Counter<long>(MetricNames.FinishReasons);
        _bytes = Counter<long>(MetricNames.ExchangeBytes);
        _added = Histogram<double>(MetricNames.AddedTime);
        _tokens = Counter<long>(MetricNames.Tokens);
        _usage = Counter<long>(MetricNames.Usage);
        _cost = Counter<double>(MetricNames.Cost);
        _costUnknown = Counter<long>(MetricNames.CostUnknown);
        _rateRemaining = Gauge(MetricNames.RateLimitRemaining);
        _rateLimit = Gauge(MetricNames.RateLimitLimit);
        _gaps = Counter<long>(MetricNames.ObservationGaps);
        _stageDuration = Histogram<double>(MetricNames.StageDuration);
        _stageFailures = Counter<long>(MetricNames.StageFailures);
        _reloads = Counter<long>(MetricNames.ConfigReloads);
        _samples = Counter<long>(MetricNames.Samples);
        _storeWrites = Histogram<double>(MetricNames.StoreWriteDuration);
        Sources.Observe(_errorTypes);
        ObserveSources();
    }

    /// <summary>This build's version, as metrics, the status page and OpenTelemetry's resource show it.</summary>
    public static string Version { get; } =
        typeof(SentinelMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>The .NET runtime, for example <c>.NET 10.0.1</c>.</summary>
    public static string Runtime { get; } = RuntimeInformation.FrameworkDescription;

    /// <summary>Whether measurements carry the application.</summary>
    public bool LabelsApps => _labelApps;

    /// <summary>The meter, for those who listen to exactly this one.</summary>
    public Meter Meter { get; }

    /// <summary>What the gauges read.</summary>
    public TelemetrySources Sources { get; } = new();

    /// <summary>A stage behind the forwarder failed on an exchange.</summary>
    public void StageFailed(string stage) => _stageFailures.Add(1, new KeyValuePair<string, object?>(MetricTags.Stage, stage));

    /// <summary>A stage behind the forwarder is done with an exchange.</summary>
    public void StageRan(string stage, TimeSpan elapsed) =>
        _stageDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(MetricTags.Stage, stage));

    /// <summary>What became of an exchange chosen to be sampled; one of <see cref="Sampling.SampleResults"/>.</summary>
    public void SampleEnded(string upstream, string result) => _samples.Add(
        1, new KeyValuePair<string, object?>(MetricTags.Upstream, upstream), new KeyValuePair<string, object?>(MetricTags.Result, result));

    /// <summary>A store's server answered a request to write, or did not; the result is one of a few words.</summary>
    public void StoreAnswered(string store, string destination, string result, TimeSpan elapsed) => _storeWrites.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>(MetricTags.Store, store),
        new KeyValuePair<string, object?>(MetricTags.Destination, destination),
        new KeyValuePair<string, object?>(MetricTags.Result, result));

    /// <summary>A changed configuration was taken or refused.</summary>
    public void ConfigReloaded(bool accepted) =>
        _reloads.Add(1, new KeyValuePair<string, object?>(MetricTags.Result, accepted ? "ok" : "failed"));

    private Counter<T> Counter<T>(string name) where T : struct
    {
        var definition = Instruments.Get(name);
        return Meter.CreateCounter<T>(name, definition.Unit, definition.Description);
    }

    private Gauge<long> Gauge(string name)
    {
        var definition = Instruments.Get(name);
        return Meter.CreateGauge<long>(name, definition.Unit, definition.Description);
    }

    private Histogram<T> Histogram<T>(string name) where T : struct, System.Numerics.INumber<T>
    {
        var definition = Instruments.Get(name);
        return Meter.CreateHistogram(name, definition.Unit, definition.Description, tags: null,
            new InstrumentAdvice<T> { HistogramBucketBoundaries = [.. definition.Buckets!.Select(T.CreateChecked)] });
    }
}
