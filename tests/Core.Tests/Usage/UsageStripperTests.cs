using System.Buffers;
using System.Text;
using CsCheck;
using LlmSentinel.Core.Tests.Capture;
using LlmSentinel.Core.Usage;

namespace LlmSentinel.Core.Tests.Usage;

public sealed class UsageStripperTests
{
    private static readonly Gen<string[]> ChunkMembers = Gen.OneOf(
        "\"id\":\"c\"", "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"größe \\\"usage\\\":null\"}}]", "\"model\":\"m\"", "\"obfuscation\":\"a}\"",
        "\"choices\":[]", "\"nested\":{\"usage\":null}").Array[1, 5];

    private static readonly Gen<string> Used = Gen.OneOf("null", "null", "{\"prompt_tokens\":5,\"details\":{\"usage\":[1]}}");

    /// <summary>An event as it is without asking and with it.</summary>
    private static readonly Gen<(string Without, string With)> Events = Gen.OneOf(
        from members in ChunkMembers.Where(m => m.Any(x => x.StartsWith("\"choices\":[{", StringComparison.Ordinal))).Select(m => m.Distinct().ToArray())
        where members.Count(x => x.StartsWith("\"choices\"", StringComparison.Ordinal)) == 1
        from at in Gen.Int[0, members.Length]
        from usage in Used
        from spaced in Gen.Bool
        from space in Gen.OneOf("data: ", "data:")
        select (space + Json(members, spaced), space + Json([.. members[..at], "\"usage\"" + (spaced ? ": " : ":") + usage, .. members[at..]], spaced)),
        Gen.OneOf(
            ": keep-alive", "data: {\"error\":{\"code\":500},\"usage\":null,\"choices\":[]}", "event: error", "data: not json \"usage\"", "data: [1,\"usage\"]",
            "data: {\"object\":\"x\",\"usage\":{}}", "data: {\"choices\":[{}]", "", "id: 7").Select(e => (e, e)),
        Gen.OneOf(
            "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":1},\"timings\":{}}", "data:{\"usage\":{},\"choices\":[ ]}")
            .Select(e => ((string)null!, e)));

    private static readonly Gen<(byte[] Without, byte[] With, int[] Cuts)> Streams =
        from events in Events.Array[0, 8]
        from lineEnd in Gen.OneOf("\n", "\r\n", "\r")
        from mark in Gen.OneOf("", "\uFEFF")
        from end in Gen.OneOf("data: [DONE]" + lineEnd + lineEnd, "data: [DONE]", "data: {\"choices\":[", "")
        let without = Encoding.UTF8.GetBytes(mark + string.Concat(events.Where(e => e.Without is not null).Select(e => e.Without + lineEnd + lineEnd)) + end)
        let with = Encoding.UTF8.GetBytes(mark + string.Concat(events.Select(e => e.With + lineEnd + lineEnd)) + end)
        where mark.Length == 0 || events.Length == 0 || events[0].Without is not null
        from cuts in Gen.Int[0, with.Length].Array[0, 10]
        select (without, with, cuts.Order().ToArray());

    [Fact]
    public void AnyStreamWithUsage_CutAnywhere_BecomesTheStreamWithout() => Streams.Sample((without, with, cuts) =>
        Assert.Equal(Encoding.UTF8.GetString(without), Strip(with, cuts)), iter: 10_000);

    [Fact]
    public void AnyStreamWithUsage_CutAtEveryByte_BecomesTheStreamWithout() => Streams.Sample((without, with, _) =>
        Assert.Equal(Encoding.UTF8.GetString(without), Strip(with, [.. Enumerable.Range(0, with.Length)])), iter: 300);

    [Fact]
    public void WholeEvents_LeaveAtOnce()
    {
        var stripper = new UsageStripper();
        var output = new ArrayBufferWriter<byte>();
        stripper.Process("data: {\"choices\":[{}],\"usage\":null}\n\ndata: {\"cho"u8, output);
        Assert.Equal("data: {\"choices\":[{}]}\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
        stripper.Process("ices\":[{}],\"usage\":null}\n\n"u8, output);
        Assert.Equal("data: {\"choices\":[{}]}\n\ndata: {\"choices\":[{}]}\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
        stripper.Reset();
    }

    [Fact]
    public void LastUsageChunk_WithoutItsBlankLine_IsDropped() =>
        Assert.Equal("data: 1\n\n", Strip("data: 1\n\ndata: {\"choices\":[],\"usage\":{}}"u8.ToArray(), [3, 20]));

    [Fact]
    public void AzuresAnnotationChunk_WithoutChoicesAndUsageNull_Stays() =>
        Assert.Equal("data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n",
            Strip("data: {\"choices\":[],\"prompt_filter_results\":[],\"usage\":null}\n\n"u8.ToArray(), []));

    [Fact]
    public void EventOverTheBound_MakesEverythingPassUnchanged()
    {
        var stream = Encoding.UTF8.GetBytes(
            "data: {\"choices\":[{}],\"usage\":null}\n\ndata: " + new string('x', UsageStripper.MaxEventBytes + 20_000) + "\n\ndata: {\"choices\":[],\"usage\":{}}\n\n");
        var cuts = Enumerable.Range(1, stream.Length / 10_000).Select(i => i * 10_000).ToArray();
        Assert.Equal(Encoding.UTF8.GetString(stream).Replace(",\"usage\":null", "", StringComparison.Ordinal), Strip(stream, cuts));
    }

    [Fact]
    public void MultiLineDataAndTwoUsageMembers_PassUnchanged()
    {
        const string stream = "data: {\"choices\":[],\ndata: \"usage\":{}}\n\ndata: {\"choices\":[],\"usage\":null,\"usage\":{}}\n\n";
        Assert.Equal(stream, Strip(Encoding.UTF8.GetBytes(stream), [5, 60]));
    }

    [Fact]
    public void JsonErrorBody_UnderAnEventStream_PassesUnchanged()
    {
        const string body = "{\n  \"error\": {\"message\": \"usage\"},\n\n \"usage\": null}";
        Assert.Equal(body, Strip(Encoding.UTF8.GetBytes(body), [1, 20]));
    }

    [Fact]
    public void ArbitraryBytes_WithoutTheWordUsage_PassUnchanged() =>
        Gen.OneOf(Gen.Byte, Gen.OneOf("data:{}\r\n\r\n"u8.ToArray())).Array[0, 100].Sample(bytes =>
            Assert.Equal(Encoding.UTF8.GetString(bytes), Strip(bytes, [bytes.Length / 3, bytes.Length / 2])), iter: 3_000);

    private static string Json(string[] members, bool spaced) => "{" + string.Join(spaced ? ", " : ",", members) + "}";

    private static string Strip(byte[] stream, int[] cuts)
    {
        var stripper = new UsageStripper();
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in Reading.Pieces(stream, cuts))
            stripper.Process(piece, output);
        stripper.Finish(output);
        stripper.Reset();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
