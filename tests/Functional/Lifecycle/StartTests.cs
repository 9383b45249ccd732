using System.Net;
using System.Net.Sockets;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Functional.Lifecycle;

/// <summary>A sidecar that cannot start says why and ends with 1.</summary>
public sealed class StartTests
{
    private const string Valid = """upstreams: { llm: { preset: openai-compatible, address: "http://127.0.0.1:1" } }""";

    [Fact]
    public async Task InvalidConfiguration_EveryErrorAtOnce_AndExitCode1()
    {
        var run = await ServeAsync("upstreams:\n  llm: { address: \"ftp://nowhere\", pressure: high }\nproxy: { drainTimeout: soon }\n");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("upstreams.llm.address", run.Error, StringComparison.Ordinal);
        Assert.Contains("upstreams.llm.pressure", run.Error, StringComparison.Ordinal);
        Assert.Contains("drainTimeout", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.listen")]
    [InlineData("admin.listen")]
    public async Task PortTaken_SaysSo_AndExitCode1(string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var run = await ServeAsync(Valid, (setting, $"127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot start", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminPortOpenToOthersWithoutToken_IsRefused()
    {
        var run = await ServeAsync(Valid, ("admin.listen", "*:0"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("admin.token", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_WhileItStarts_StopsItAllTheSame()
    {
        using var folder = new TempDirectory();
        var port = FreePort();
        await using var sentinel = await SentinelProcess.LaunchAsync(folder, Valid, ("proxy.listen", $"127.0.0.1:{port}"), ("proxy.warmUp", "true"));
        await Eventually.TrueAsync(() => AcceptsAsync(port), "calls are accepted", TimeSpan.FromMinutes(1));

        await sentinel.TerminateAsync();

        Assert.Equal(0, await sentinel.ExitCodeAsync());
        Assert.Contains("Stopping", sentinel.Written, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<ProcessRun> ServeAsync(string yaml, params (string Key, string Value)[] settings)
    {
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("sentinel.yaml"), yaml);
        var overrides = SidecarUnderTest.Environment(folder, settings);
        if (settings.Length == 0)
            overrides.Remove("SENTINEL__PROXY__DRAINTIMEOUT");
        return await ProcessRun.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "sentinel"), ["serve"], folder.Path, overrides.ToDictionary(o => o.Key, o => (string?)o.Value));
    }
}
