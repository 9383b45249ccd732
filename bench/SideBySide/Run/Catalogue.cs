using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>All scenarios.</summary>
internal static class Catalogue
{
    private const int PaceMs = 50;

    // Long enough for connections that make a number of calls to make them all.
    private static readonly TimeSpan AllCalls = TimeSpan.FromSeconds(60);
    private static readonly string[] WithOthers = [.. TargetNames.All];
    private static readonly string[] WithObserving = [.. TargetNames.All.Where(name => name != TargetNames.Portkey)];
    private static readonly string[] Proxies = [.. WithObserving.Where(name => name is not (TargetNames.Direct or TargetNames.SentinelObserving))];

    private static readonly (string Name, string Title, AnswerShape Shape)[] Shapes =
    [
        ("plain-1k", "1 KB answers", new AnswerShape(Format.Plain)),
        ("sse-10x10", "streams of 100 events, ten a write", new AnswerShape(Format.Sse, 10, 10)),
        ("sse-100x1", "streams of 100 events, one a write", new AnswerShape(Format.Sse, 100)),
        ("anthropic", "Anthropic streams of 100 events, ten a write", new AnswerShape(Format.Anthropic, 10, 10)),
        ("ndjson", "Ollama streams of 100 lines, ten a write", new AnswerShape(Format.NdJson, 10, 10)),
        // Against the streams of 100 it tells what an event costs.
        ("sse-10x1", "streams of 10 events, one a write", new AnswerShape(Format.Sse, 10)),
    ];

    private static readonly int[] Connections = [1, 16, 64, 256];

    private static readonly int[] Rates = [250, 2000];

    // What the goals are about is measured more often.
    private static readonly string[] Goals = ["plain-1k/c64", "sse-10x10/c64"];
    private static readonly string[] Default = ["plain-1k/c1", "plain-1k/c256", "sse-100x1/c64", "anthropic/c64", "sse-10x1/c64"];

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
        [.. Starts(), .. Memory(), .. Closed(), .. Prompts(), .. Open(), .. Heads(), .. Overload(), .. StoreAway(), .. Paced()];

    private static IEnumerable<Scenario> Starts() =>
    [
        new StartScenario
        {
            Name = $"{Groups.Start}/first-byte", Title = "process start to first proxied answer", Mode = Mode.Quick, Rounds = 5,
            Targets = [.. Proxies, TargetNames.Portkey],
        },
    ];

    private static IEnumerable<Scenario> Memory() =>
    [
        new MemoryScenario
        {
            Name = $"{Groups.Memory}/1000", Title = "memory: 1,000 streams at once, an event every 50 ms", Mode = Mode.Default, Rounds = 1, Targets = Proxies,
            Streams = 1000, Shape = new AnswerShape(Format.Sse, 100, 1, PaceMs), Ramp = TimeSpan.FromSeconds(2),
        },
        new MemoryScenario
        {
            // 100,000 events a second are more than any proxy here forwards on two cores: a slower pace, as many streams.
            Name = $"{Groups.Memory}/5000", Title = "memory: 5,000 streams at once, an event every 250 ms", Mode = Mode.Default, Rounds = 1, Targets = Proxies,
            Streams = 5000, Shape = new AnswerShape(Format.Sse, 40, 1, 250), Ramp = TimeSpan.FromSeconds(4),
        },
    ];

    private static IEnumerable<Scenario> Closed() =>
        from shape in Shapes
        from connections in Connections
        let name = $"{shape.Name}/c{connections}"
        where shape.Name != "sse-10x1" || connections == 64
        select new LoadScenario
        {
            Name = $"{Groups.Closed}/{name}",
            Title = $"{shape.Title}, {connections} {(connections == 1 ? "connection" : "connections")}",
            Mode = Goals.Contains(name) ? Mode.Quick : Default.Contains(name) ? Mode.Default : Mode.Full,
            Shape = shape.Shape,
            Connections = connections,
            Rounds = Goals.Contains(name) ? 5 : 3,
            Targets = Goals.Contains(name) ? WithOthers : Scenario.Usual,
        };

    private static IEnumerable<Scenario> Prompts() =>
    [
        new LoadScenario
        {
            Name = $"{Groups.Prompt}/32k", Title = "prompts of 32 KB, 1 KB answers, 16 connections, none sampled", Mode = Mode.Default, Unsampled = true,
            Shape = new AnswerShape(Format.Plain), Connections = 16, PromptBytes = 32 * 1024, WatchesLargeObjects = true,
        },
        new LoadScenario
        {
            Name = $"{Groups.Prompt}/1m", Title = "prompts of 1 MB, 1 KB answers, 4 connections, none sampled", Mode = Mode.Default, Unsampled = true,
            Shape = new AnswerShape(Format.Plain), Connections = 4, PromptBytes = 1024 * 1024, WatchesLargeObjects = true,
        },
    ];

    private static IEnumerable<Scenario> Open() =>
        from rate in Rates
        select new LoadScenario
        {
            Name = $"{Groups.Open}/{rate}",
            Title = $"{rate} calls a second, 1 KB answers",
            Mode = rate == 2000 ? Mode.Quick : Mode.Default,
            Shape = new AnswerShape(Format.Plain),
            Connections = 64,
            Rate = rate,
            Duration = TimeSpan.FromSeconds(4),
            Targets = rate == 2000 ? WithObserving : Scenario.Usual,
        };

    private static IEnumerable<Scenario> Heads() =>
    [
        new LoadScenario
        {
            Name = $"{Groups.Head}/1500", Title = "the first event 1.5 s after the head", Mode = Mode.Quick, Rounds = 3,
            Shape = new AnswerShape(Format.Sse, 3, 1, 0, 1500), Connections = 8, Calls = 2, Ramp = TimeSpan.FromMilliseconds(400), Duration = AllCalls,
        },
    ];

    private static IEnumerable<Scenario> Overload() =>
    [
        new OverloadScenario
        {
            Name = $"{Groups.Overload}/3x", Title = "five seconds of three times the calls it can take, then a third of them, 1 KB answers",
            Mode = Mode.Default, Rounds = 1, Targets = [TargetNames.Yarp, TargetNames.Sentinel, TargetNames.Sidecar],
        },
    ];

    private static IEnumerable<Scenario> StoreAway() =>
    [
        new StoreAwayScenario
        {
            Name = $"{Groups.StoreAway}/500", Title = "500 calls a second while the InfluxDB server is not there, 1 KB answers",
            Mode = Mode.Default, Rounds = 1, Targets = [TargetNames.Sentinel, TargetNames.Sidecar], Rate = 500,
        },
    ];

    private static IEnumerable<Scenario> Paced() =>
    [
        new LoadScenario
        {
            Name = $"{Groups.Paced}/100", Title = "100 streams at once, an event every 50 ms", Mode = Mode.Quick,
            Shape = new AnswerShape(Format.Sse, 40, 1, PaceMs), Connections = 100, Calls = 2, Ramp = TimeSpan.FromSeconds(1), Duration = AllCalls,
        },
        new LoadScenario
        {
            Name = $"{Groups.Paced}/1000", Title = "1,000 streams at once, an event every 50 ms", Mode = Mode.Default,
            Shape = new AnswerShape(Format.Sse, 60, 1, PaceMs), Connections = 1000, Calls = 2, Ramp = TimeSpan.FromSeconds(2), Duration = AllCalls,
        },
        new LoadScenario
        {
            Name = $"{Groups.Paced}/5000", Title = "5,000 streams at once, an event every 250 ms", Mode = Mode.Full,
            Shape = new AnswerShape(Format.Sse, 24, 1, 5 * PaceMs), Connections = 5000, Calls = 1, Ramp = TimeSpan.FromSeconds(4), Duration = AllCalls,
        },
        new LoadScenario
        {
            Name = $"{Groups.Paced}/5000-50ms", Title = "5,000 streams at once, an event every 50 ms: overload on few cores", Mode = Mode.Full, Rounds = 1,
            Shape = new AnswerShape(Format.Sse, 100, 1, PaceMs), Connections = 5000, Calls = 1, Ramp = TimeSpan.FromSeconds(4), Duration = AllCalls,
        },
    ];
}
