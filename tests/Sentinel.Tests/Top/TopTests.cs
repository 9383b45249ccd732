using System.Net;
using System.Net.Sockets;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Sentinel.Tests.Api;
using LlmSentinel.Sentinel.Top;
using LlmSentinel.Sentinel.Verbs;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace LlmSentinel.Sentinel.Tests.Top;

public class TopTests
{
    private static readonly SummaryRow Row = new()
    {
        Model = "gpt-5.4",
        Exchanges = 120,
        Errors = 3,
        Outcomes = new Dictionary<string, long> { ["ok"] = 117, ["server_error"] = 3 },
        RatePerSecond = 2,
        Duration = Percentiles(1500, 2500, 61_000),
        TimeToFirstToken = Percentiles(450, 900, 950),
        Added = Percentiles(0.12, 0.2, 0.3),
        InputTokens = 60_000,
        OutputTokens = 6_000,
        Cost = 0.5m,
        UnknownPrice = 1,
    };

    [Fact]
    public async Task Once_RunningSentinel_PrintsOneTableAndExits()
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Readiness.MarkReady();
        host.Sources.Drops.Add("capture", DropReasons.Full, 7);
        host.Clock.Advance(TimeSpan.FromHours(3));
        host.Store.Rows = [Row];

        var (exit, output, error) = await RunAsync(host, "model");

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("ready  up 3 h  in flight 0  last 1 min", output, StringComparison.Ordinal);
        Assert.Contains("dropped 7 (capture full 7)  no store", output, StringComparison.Ordinal);
        Assert.Equal(
            ["gpt-5.4", "2.00", "2.5", "1.50 s", "2.50 s", "1.0 min", "450 ms", "900 ms", "1000", "100", "30.00+", "120 us"],
            Cells(output, "gpt-5.4"));
        Assert.StartsWith("all", Cells(output, "all")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NarrowTerminal_KeepsNamesWhole_AndLeavesOutTheLeastTellingColumns()
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Store.Rows = [Row with { Model = "claude-sonnet-4-5-20250929" }];

        var (_, output, _) = await RunAsync(host, "model", width: 80);

        Assert.Equal("claude-sonnet-4-5-20250929", Cells(output, "claude-sonnet-4-5-20250929")[0]);
        Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains("calls/s", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tok/s in", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_YoungSentinel_RatesAreOverItsUptime()
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        host.Store.Rows = [Row];

        var (_, output, _) = await RunAsync(host, "model");

        Assert.Contains("last 10 s", output, StringComparison.Ordinal);
        Assert.Equal("12.0", Cells(output, "gpt-5.4")[1]);
    }

    [Theory]
    [InlineData("upstream", "openai")]
    [InlineData("app", "shop")]
    public async Task Once_By_RowsAreNamedAfterIt(string by, string name)
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        host.Store.Rows = [Row with { Model = null, Upstream = "openai", App = "shop" }];

        var (_, output, _) = await RunAsync(host, by);

        Assert.Equal(name, Cells(output, name)[0]);
    }

    [Fact]
    public async Task Once_ValuesNotKnown_DashAndQuestionMarkNeverZero()
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        host.Store.Rows = [new SummaryRow { Model = "llama", Exchanges = 60, Outcomes = new Dictionary<string, long>(), UnknownPrice = 60 }];

        var (_, output, _) = await RunAsync(host, "model");

        Assert.Equal(["llama", "1.00", "0", "-", "-", "-", "-", "-", "0", "0", "?", "-"], Cells(output, "llama"));
    }

    [Fact]
    public async Task Once_NoCallsYet_SaysSo()
    {
        await using var host = await AdminTestHost.StartAsync();

        var (exit, output, _) = await RunAsync(host, "model");

        Assert.Equal(0, exit);
        Assert.Contains("no calls yet", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_StoreFailingAndDestinationDown_BothShown()
    {
        await using var host = await AdminTestHost.StartAsync(upstreams: new Down());
        host.Sources.Observe(new FullStore());
        host.Store.Failure = new StoreUnavailableException("The database is locked.");

        var (exit, output, _) = await RunAsync(host, "model");

        Assert.Equal(0, exit);
        Assert.Contains("sqlite FAILING, 5 written, 4.0 KiB", output, StringComparison.Ordinal);
        Assert.Contains("store sqlite: disk full", output, StringComparison.Ordinal);
        Assert.Contains("destination ollama/a is unhealthy", output, StringComparison.Ordinal);
        Assert.Contains("The database is locked.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_NobodyListens_SaysWhereItLookedAndExitsWith1()
    {
        int port;
        using (var probe = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        }

        var (exit, output, error) = await RunAsync(new Uri($"http://127.0.0.1:{port}"), null, "model");

        Assert.Equal((1, ""), (exit, output));
        Assert.Contains($"No sentinel answers at http://127.0.0.1:{port}/", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_TokenNeeded_AsksForItAndTakesIt()
    {
        await using var host = await AdminTestHost.StartAsync("s3cret-token");

        var (refused, _, error) = await RunAsync(host, "model");
        var (exit, output, _) = await RunAsync(new Uri(host.Address), "s3cret-token", "model");

        Assert.Equal(1, refused);
        Assert.Contains("--token", error, StringComparison.Ordinal);
        Assert.Equal(0, exit);
        Assert.DoesNotContain("s3cret-token", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_SentinelGoesAway_LastTableStaysWithTheReason()
    {
        var host = await AdminTestHost.StartAsync();
        await using var closing = host;
        host.Store.Rows = [Row];
        host.Clock.Advance(TimeSpan.FromHours(1));
        using var http = TopClient.Connect(new Uri(host.Address), null);
        using var stop = new CancellationTokenSource();
        using var output = new LockedWriter();
        var clock = new FakeTimeProvider();
        var screen = new TopScreen(TestConsole(output), new TopClient(http, "model", "1m").ReadAsync, clock);

        var live = screen.ShowLiveAsync(TimeSpan.FromSeconds(2), stop.Token);
        await Eventually.TrueAsync(() => Text().Contains("gpt-5.4", StringComparison.Ordinal), "the first table is drawn");
        await host.DisposeAsync();
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                return Text().Contains("No sentinel answers", StringComparison.Ordinal);
            },
            "the reason is shown");
        await stop.CancelAsync();
        await live;

        string Text() => output.ToString();
    }

    [Theory]
    [InlineData("--window", "soon")]
    [InlineData("--interval", "0")]
    [InlineData("--interval", "often")]
    [InlineData("--by", "color")]
    [InlineData("--url", "127.0.0.1")]
    public async Task Arguments_NotUnderstood_RefusedWithTheOptionsName(string option, string value)
    {
        using var error = new StringWriter();
        var exit = await TopVerb.Create().Parse([option, value]).InvokeAsync(new() { Error = error, Output = TextWriter.Null });

        Assert.NotEqual(0, exit);
        Assert.Contains(option == "--by" ? "color" : option, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_EscapeSequences_NeverReachTheTerminal() => Assert.Equal("a_[31mb", TopText.Name("a\u001b[31mb"));

    private static Task<(int Exit, string Output, string Error)> RunAsync(AdminTestHost host, string by, int width = 200) =>
        RunAsync(new Uri(host.Address), null, by, width);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(Uri url, string? token, string by, int width = 200)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var arguments = new TopArguments(url, token, TimeSpan.FromSeconds(1), "1m", Once: true, by);
        var exit = await TopVerb.RunAsync(arguments, TestConsole(output, width), error, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    private static IAnsiConsole TestConsole(StringWriter output, int width = 200)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        return console;
    }

    private static string[] Cells(string output, string name) =>
        output.Split('\n').Single(line => line.TrimStart().StartsWith(name + " ", StringComparison.Ordinal))
            .Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static DurationSummary Percentiles(double p50, double p95, double p99) => new(
        10, Ms(p50), Ms(p50), Ms(p95), Ms(p95), Ms(p99), Ms(p99));

    private static TimeSpan Ms(double value) => TimeSpan.FromMilliseconds(value);

    /// <summary>Written by the screen's thread, read by the test's.</summary>
    private sealed class LockedWriter : StringWriter
    {
        private readonly Lock _lock = new();

        public override void Write(char value)
        {
            lock (_lock)
                base.Write(value);
        }

        public override void Write(string? value)
        {
            lock (_lock)
                base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (_lock)
                base.Write(buffer, index, count);
        }

        public override string ToString()
        {
            lock (_lock)
                return base.ToString();
        }
    }

    private sealed class Down : IUpstreamStatus
    {
        public IReadOnlyList<DestinationStatus> GetDestinations() => [new("ollama", "a", "http://127.0.0.1:11434", "unhealthy", "unknown", 0)];
    }

    private sealed class FullStore : IStoreStatus
    {
        public string Name => "sqlite";
        public bool Healthy => false;
        public string? Problem => "disk full";
        public long Written => 5;
        public long Dropped => 1;
        public long QueueDepth => 9;
        public long QueueCapacity => 10;
        public long? SizeBytes => 4096;
    }
}
