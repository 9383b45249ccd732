using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmSentinel.Sentinel.Tests.Verbs;

public sealed partial class DemoVerbTests
{
    [Fact]
    public async Task Demo_RecordsEveryCallTheProviderAnswered_AndLeavesNothingBehind()
    {
        var output = new LiveText();
        var errors = new StringWriter();

        var code = await InvokeAsync(output, errors, TestContext.Current.CancellationToken, "demo", "--duration", "6s", "--speed", "20");

        var text = output.ToString();
        Assert.Equal(("", 0), (errors.ToString(), code));
        var answered = Number(Answered().Match(text));
        Assert.True(answered > 20, text);
        Assert.Equal(answered, Number(Recorded().Match(text)));
        Assert.Matches(Line(), text);
        Assert.False(Directory.Exists(Folder().Match(text).Value), text);
        await AssertClosedAsync(Address().Match(text).Value);
    }

    [Fact]
    public async Task Demo_CancelledAtAnyTime_EndsWithCodeZero()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new LiveText();
        var run = InvokeAsync(output, TextWriter.Null, cancel.Token, "demo");
        var folder = await output.FindAsync(Folder(), run, TestContext.Current.CancellationToken);

        await cancel.CancelAsync();

        Assert.Equal(0, await run);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Demo_WithABadDuration_SaysWhatIsAllowed()
    {
        var errors = new StringWriter();

        var code = await InvokeAsync(TextWriter.Null, errors, TestContext.Current.CancellationToken, "demo", "--duration", "soon");

        Assert.NotEqual(0, code);
        Assert.Contains("--duration is a number and one of s, m, h", errors.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertClosedAsync(string address)
    {
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken));
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private static Task<int> InvokeAsync(TextWriter output, TextWriter errors, CancellationToken cancel, params string[] arguments) =>
        SentinelCommand.Create().Parse(arguments).InvokeAsync(new() { Output = output, Error = errors }, cancel);

    [GeneratedRegex(@"The provider answered (\d+) calls")]
    private static partial Regex Answered();

    [GeneratedRegex(@"The sidecar recorded (\d+) of them")]
    private static partial Regex Recorded();

    [GeneratedRegex(@"\d\d:\d\d  \S+ calls/s")]
    private static partial Regex Line();

    [GeneratedRegex(@"\S+llm-sentinel-demo-[^/\\]+")]
    private static partial Regex Folder();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
