using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using LlmSentinel.Core.Tests.Capture;
using LlmSentinel.Core.Usage;

namespace LlmSentinel.Core.Tests.Usage;

public sealed class UsageAskTests
{
    private const string Asking = "\"stream_options\":{\"include_usage\":true}";

    [Theory]
    [InlineData("{\"model\":\"m\",\"stream\":true}", "{\"model\":\"m\",\"stream\":true," + Asking + "}")]
    [InlineData("{ \"stream\": true }\n", "{ \"stream\": true ," + Asking + "}\n")]
    [InlineData("{\"stream_options\":null,\"stream\":true}", "{" + Asking + ",\"stream\":true}")]
    [InlineData("{\"stream\":true,\"stream_options\":{}}", "{\"stream\":true," + Asking + "}")]
    [InlineData("{\"stream\":true,\"stream_options\":{\"a\":1}}", "{\"stream\":true,\"stream_options\":{\"include_usage\":true,\"a\":1}}")]
    [InlineData("{\"stream\":true,\"stream_options\":{\"include_usage\":null}}", "{\"stream\":true," + Asking + "}")]
    [InlineData("{\"stream_options\":7,\"stream\":true,\"stream_options\":{}}", "{\"stream_options\":7,\"stream\":true," + Asking + "}")]
    public void StreamThatDoesNotAsk_IsMadeToAsk(string body, string expected) => Assert.Equal(expected, Edit(body));

    [Theory]
    [InlineData("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData("{\"stream\":true,\"stream_options\":{\"include_usage\":false}}")]
    [InlineData("{\"stream\":true,\"stream_options\":{\"include_usage\":\"yes\"}}")]
    [InlineData("{\"stream\":true,\"stream_options\":[]}")]
    [InlineData("{\"stream\":false}")]
    [InlineData("{\"model\":\"m\"}")]
    [InlineData("{\"stream\":true,\"model\":")]
    [InlineData("{\"stream\":true} x")]
    [InlineData("{}")]
    public void AnyOtherBody_IsLeftAlone(string body) => Assert.Null(Edit(body));

    [Fact]
    public void AnyRequest_ChangesByTheAskingAlone() => RandomRequests.Bodies.Sample(body =>
    {
        if (Edit(Encoding.UTF8.GetString(body)) is not { } edited)
            return;
        var before = Members(JsonDocument.Parse(body).RootElement);
        var after = Members(JsonDocument.Parse(edited).RootElement);
        var asked = Members(after["stream_options"]);
        Assert.Equal(JsonValueKind.True, asked["include_usage"].ValueKind);

        var options = before.TryGetValue("stream_options", out var old) && old.ValueKind == JsonValueKind.Object ? Members(old) : [];
        Assert.Equal(Raw(options, "include_usage"), Raw(asked, "include_usage"));
        Assert.Equal(Raw(before, "stream_options"), Raw(after, "stream_options"));
    }, iter: 3_000);

    /// <summary>Members by name, of duplicates the last.</summary>
    private static Dictionary<string, JsonElement> Members(JsonElement e) =>
        e.EnumerateObject().GroupBy(p => p.Name).ToDictionary(g => g.Key, g => g.Last().Value);

    private static IEnumerable<string> Raw(Dictionary<string, JsonElement> members, string except) =>
        members.Where(m => m.Key != except).Select(m => m.Key + ":" + m.Value.GetRawText()).Order(StringComparer.Ordinal);

    private static string? Edit(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var (reader, facts) = RequestReaderTests.Read(bytes, bytes.Length / 2);
        if (!UsageAsk.TryEdit(reader, facts, out var edit))
            return null;
        var output = new byte[bytes.Length + edit.Growth];
        edit.Apply(new ReadOnlySequence<byte>(bytes), output);
        return Encoding.UTF8.GetString(output);
    }
}
