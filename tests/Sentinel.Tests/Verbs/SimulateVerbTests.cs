using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LlmSentinel.Sentinel.Tests.Verbs;

public sealed partial class SimulateVerbTests
{
    [Fact]
    public async Task Simulate_PrintsWhereItListens_AnswersThere_AndEndsWellWhenCancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new LiveText();
        var run = InvokeAsync(output, TextWriter.Null, cancel.Token, "simulate", "--port", "0");
        var address = await output.FindAsync(Address(), run, TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        var stats = await client.GetStringAsync(new Uri(address + "/sim/stats"), TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        Assert.Contains("\"requests\":0", stats, StringComparison.Ordinal);
        Assert.Contains($"OPENAI_BASE_URL={address}/v1", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await run);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(address + "/sim/stats"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Simulate_WithABadScenario_SaysLineAndKey()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "models:\n  - latency: soon\n", TestContext.Current.CancellationToken);
            var errors = new StringWriter();

            var code = await InvokeAsync(TextWriter.Null, errors, TestContext.Current.CancellationToken, "simulate", "--port", "0", "--scenario", file);

            Assert.Equal(1, code);
            Assert.Contains($"{file}:2: models[0].latency: 'soon' is not a duration", errors.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Simulate_OnATakenPort_SaysSo()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var errors = new StringWriter();

        var code = await InvokeAsync(TextWriter.Null, errors, TestContext.Current.CancellationToken, "simulate", "--port", $"{port}");

        Assert.Equal(1, code);
        Assert.Contains("address already in use", errors.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static Task<int> InvokeAsync(TextWriter output, TextWriter errors, CancellationToken cancel, params string[] arguments) =>
        SentinelCommand.Create().Parse(arguments).InvokeAsync(new() { Output = output, Error = errors }, cancel);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
