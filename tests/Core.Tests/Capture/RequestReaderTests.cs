using System.Text;
using System.Text.Json;
using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Tests.Wire.Framing;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class RequestReaderTests
{
    [Fact]
    public void AnyObject_CutAnywhere_ReadsAsSystemTextJson() => Cuts.Of(RandomRequests.Bodies).Sample((body, cuts) =>
    {
        var (reader, facts) = Read(body, cuts);
        AssertSame(body, reader, facts);
    }, iter: 3_000);

    [Fact]
    public void AnyObject_CutAtEveryByte_ReadsAsSystemTextJson() => RandomRequests.Bodies.Sample(body =>
    {
        var (reader, facts) = Read(body, [.. Enumerable.Range(0, body.Length)]);
        AssertSame(body, reader, facts);
    }, iter: 300);

    [Fact]
    public void ArbitraryBytes_NeverThrowAndReadTheSameHoweverCut() => Cuts.Of(
        Gen.OneOf(Gen.Byte, Gen.OneOf("{}[]\":,\\ntmodelstream1"u8.ToArray())).Array[0, 80]).Sample((body, cuts) =>
        {
            var (whole, wholeFacts) = Read(body);
            var (reader, facts) = Read(body, cuts);
            Assert.Equal((wholeFacts.Model, wholeFacts.Stream, wholeFacts.ChoiceCount), (facts.Model, facts.Stream, facts.ChoiceCount));
            Assert.Equal(whole.IsComplete, reader.IsComplete);
        }, iter: 3_000);

    [Theory]
    [InlineData("{\"model\":\"m\",")]
    [InlineData("{\"model\":\"m\"")]
    [InlineData("{\"model\":\"m\",}")]
    [InlineData("{\"model\":\"m\" \"stream\":true}")]
    [InlineData("{\"model\":\"m\",\"stream\":tru}")]
    [InlineData("{\"model\":\"m\"} {}")]
    public void BrokenJson_GivesWhatStoodBeforeAndIsNotComplete(string body)
    {
        var (reader, facts) = Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal("m", facts.Model);
        Assert.Null(facts.Stream);
        Assert.False(reader.IsComplete);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", null)]
    [InlineData("audio/wav", null)]
    [InlineData("application/json", "gzip")]
    public void Body_ThatIsNotPlainJson_IsNotRead(string type, string? encoding)
    {
        var facts = new RequestFacts();
        var reader = new RequestReader();
        reader.Begin(facts, type, encoding);
        reader.Read("{\"model\":\"m\"}"u8);
        Assert.False(reader.IsActive);
        Assert.False(reader.IsComplete);
        Assert.Null(facts.Model);
        Assert.Equal(13, reader.TotalBytes);
    }

    [Fact]
    public void Model_TooLongToBeOne_IsNotTaken()
    {
        var (reader, facts) = Read(Encoding.UTF8.GetBytes("{\"model\":\"" + new string('m', 513) + "\",\"n\":2}"));
        Assert.Null(facts.Model);
        Assert.Equal(2, facts.ChoiceCount);
        Assert.True(reader.IsComplete);
    }

    [Fact]
    public void Model_WithInvalidUtf8_IsNotTaken() =>
        Assert.Null(Read([.. "{\"model\":\""u8, 0xFF, .. "\"}"u8]).Facts.Model);

    [Fact]
    public void Fields_BehindAPromptOfMegabytes_AreFound()
    {
        var prompt = string.Concat(Enumerable.Repeat("She said \\\"model\\\": \\\\ and\\nleft. ", 60_000));
        var body = Encoding.UTF8.GetBytes("{\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}],\"model\":\"m\",\"stream\":true}");
        var (reader, facts) = Read(body, [.. Enumerable.Range(1, body.Length / 16_384).Select(i => i * 16_384)]);
        Assert.Equal(("m", true), (facts.Model, facts.Stream));
        Assert.Equal(body.Length - 1, reader.Layout.ClosingBrace);
    }

    [Fact]
    public void Reading_OnceWarm_AllocatesNothing()
    {
        var body = Encoding.UTF8.GetBytes("{\"messages\":[{\"content\":\"" + new string('x', 5000) + "\"}],\"model\":\"gpt-5.4\",\"stream\":true}");
        var facts = new RequestFacts();
        var reader = new RequestReader();
        long before = 0;
        for (var round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            reader.Begin(facts, "application/json", null);
            reader.Read(body);
            reader.Reset();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("gpt-5.4", facts.Model);
        Assert.Equal(0, allocated);
    }

    internal static (RequestReader Reader, RequestFacts Facts) Read(byte[] body, params int[] cuts)
    {
        var facts = new RequestFacts();
        var reader = new RequestReader();
        reader.Begin(facts, "application/json", null);
        foreach (var piece in Reading.Pieces(body, cuts))
            reader.Read(piece);
        return (reader, facts);
    }

    private static void AssertSame(byte[] body, RequestReader reader, RequestFacts facts)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        Assert.True(reader.IsComplete);
        Assert.Equal(body.Length, reader.TotalBytes);
        Assert.Equal(Text(root, "model"), facts.Model);
        Assert.Equal(Text(root, "service_tier"), facts.ServiceTier);
        Assert.Equal(Last(root, "stream")?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => (bool?)null,
        }, facts.Stream);
        Assert.Equal(Last(root, "n") is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var count) ? count : null, facts.ChoiceCount);

        var options = Last(root, "stream_options");
        var include = options is { ValueKind: JsonValueKind.Object } o ? Last(o, "include_usage") : null;
        Assert.Equal(include is { ValueKind: JsonValueKind.True }, facts.IncludeUsage);

        var layout = reader.Layout;
        Assert.Equal(body.AsSpan().LastIndexOf((byte)'}'), layout.ClosingBrace);
        Assert.Equal(!root.EnumerateObject().Any(), layout.IsEmpty);
        Assert.Equal(options?.GetRawText(), Raw(body, layout.StreamOptions));
        Assert.Equal(include?.GetRawText(), Raw(body, layout.IncludeUsage));
        Assert.Equal(options is { ValueKind: JsonValueKind.Object } e && !e.EnumerateObject().Any(), layout.StreamOptionsIsEmpty);
    }

    private static string? Text(JsonElement root, string name) =>
        Last(root, name) is { ValueKind: JsonValueKind.String } e && Encoding.UTF8.GetByteCount(e.GetRawText()) <= 514 ? e.GetString() : null;

    private static JsonElement? Last(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value : null;

    private static string? Raw(byte[] body, JsonRange range) =>
        range.Kind == JsonKind.Absent ? null : Encoding.UTF8.GetString(body, (int)range.Start, (int)(range.End - range.Start));
}
