using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

/// <summary>Ollama's and llama.cpp's own formats.</summary>
public sealed class LocalServerTests
{
    private static string Line(string message, string rest = "\"done\":false") =>
        $$"""{"model":"gemma4","created_at":"2026-11-20T10:00:00.1Z","message":{{message}},{{rest}}}""";

    private const string Done = """{"model":"gemma4","created_at":"x","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":900000000,"load_duration":100000000,"prompt_eval_count":31,"prompt_eval_duration":130000000,"eval_count":12,"eval_duration":520000000}""";

    [Fact]
    public void Ollama_Chat_IsReadWhole()
    {
        var reading = Stream(DialectNames.Ollama,
            Line("""{"role":"assistant","content":"","thinking":"Hm"}"""),
            Line("""{"role":"assistant","content":"Hel"}"""), Line("""{"role":"assistant","content":"lo"}"""), Done);

        Assert.Equal([EventClass.Output, Visible, Visible, EventClass.Terminal], reading.Events);
        Assert.Equal((31L, 12L, "HmHello"), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Text));
        Assert.Equal((TimeSpan.FromSeconds(0.9), FinishReason.Stop, "gemma4", 0), (reading.Facts.ProviderProcessing, reading.Facts.FinishReason, reading.Facts.Model, reading.Facts.ToolCalls));
    }

    [Fact]
    public void Ollama_ToolCalls_AreCountedWholeAndReplaceStop()
    {
        var reading = Stream(DialectNames.Ollama,
            Line("""{"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"index":0,"name":"lookup","arguments":{"q":"x"}}},{"function":{"index":1,"name":"other","arguments":{}}}]}"""), Done);

        Assert.Equal((2, FinishReason.ToolCall, "stop"), (reading.Facts.ToolCalls, reading.Facts.FinishReason, reading.Facts.FinishReasonRaw));
        Assert.Equal("""lookup{"q":"x"}other{}""", reading.Text);
        Assert.Equal(Visible, reading.Events[0]);
    }

    [Fact]
    public void Ollama_Generate_HasItsTextInResponse()
    {
        var reading = Stream(DialectNames.Ollama,
            """{"model":"g","response":"A","done":false}""", """{"model":"g","response":"B","done":false}""",
            """{"model":"g","response":"","done":true,"done_reason":"length","context":[1,2,3],"prompt_eval_count":4,"eval_count":2}""");

        Assert.Equal(("AB", 4L, 2L, FinishReason.Length), (reading.Text, reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.FinishReason));
        Assert.Equal([Visible, Visible, EventClass.Terminal], reading.Events);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    public void Ollama_WarmUp_IsNotBilled(string reason)
    {
        var facts = Body(DialectNames.Ollama, $$"""{"model":"g","message":{"role":"assistant","content":""},"done":true,"done_reason":"{{reason}}","prompt_eval_count":1}""").Facts;

        Assert.Equal((false, reason, FinishReason.Unknown), (facts.Billable, facts.FinishReasonRaw, facts.FinishReason));
        Assert.Same(TokenUsage.None, UsageRules.Record(facts, complete: true));
    }

    [Fact]
    public void Ollama_CountsLeftOut_AreUnknownNotZero()
    {
        var reading = Stream(DialectNames.Ollama, Line("""{"role":"assistant","content":""}""", "\"done\":true,\"done_reason\":\"stop\",\"eval_count\":3"));

        Assert.Equal((null, 3L), (reading.Usage.InputTotal, reading.Usage.OutputTotal));
    }

    [Fact]
    public void Ollama_ErrorLine_IsAnError()
    {
        var reading = Stream(DialectNames.Ollama, Line("""{"role":"assistant","content":"Hi"}"""), """{"error":"model runner has stopped"}""");

        Assert.Equal((EventClass.Error, 500, null, false), (reading.Events[1], reading.Facts.ErrorStatus, reading.Facts.ErrorType, reading.Facts.Terminal));
    }

    [Fact]
    public void Ollama_LineCutInTheMiddle_IsMalformedAndNotTerminal()
    {
        var reading = Stream(DialectNames.Ollama, Line("""{"role":"assistant","content":"Hi"}"""), Done[..^40]);

        Assert.Equal((false, true), (reading.Facts.Terminal, reading.Facts.Malformed));
    }

    [Fact]
    public void Ollama_Embed_HasItsPromptCount() =>
        Assert.Equal(9, Body(DialectNames.Ollama, """{"model":"e","embeddings":[[0.1,0.2]],"total_duration":14000000,"load_duration":1000000,"prompt_eval_count":9}""").Usage.InputTotal);

    [Fact]
    public void LlamaCpp_NativeStream_IsReadWithoutTheEchoedPrompt()
    {
        var reading = Stream(DialectNames.LlamaCpp,
            """{"index":0,"content":"He","tokens":[1],"stop":false,"id_slot":-1,"tokens_predicted":1,"tokens_evaluated":20}""",
            """{"index":0,"content":"y","tokens":[2],"stop":false,"tokens_predicted":2,"tokens_evaluated":20}""",
            """{"index":0,"content":"","stop":true,"model":"g.gguf","tokens_predicted":3,"tokens_evaluated":20,"tokens_cached":22,"generation_settings":{"n_predict":-1},"prompt":"the whole secret prompt","stop_type":"limit","truncated":false,"timings":{"cache_n":15,"prompt_n":5,"prompt_ms":4.0,"predicted_n":3,"predicted_ms":60.0}}""");

        Assert.Equal([Visible, Visible, EventClass.Terminal], reading.Events);
        Assert.Equal((20L, 15L, 3L), (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.OutputTotal));
        Assert.Equal(("Hey", "limit", FinishReason.Length, "g.gguf"), (reading.Text, reading.Facts.FinishReasonRaw, reading.Facts.FinishReason, reading.Facts.Model));
    }

    [Theory]
    [InlineData("eos", FinishReason.Stop)]
    [InlineData("word", FinishReason.Stop)]
    [InlineData("limit", FinishReason.Length)]
    public void LlamaCpp_StopType_IsNormalised(string word, FinishReason expected) =>
        Assert.Equal(expected, Body(DialectNames.LlamaCpp, $$"""{"content":"x","stop":true,"stop_type":"{{word}}"}""").Facts.FinishReason);

    [Fact]
    public void LlamaCpp_CutStream_KeepsItsRunningCounts()
    {
        var usage = UsageRules.Record(Stream(DialectNames.LlamaCpp, """{"content":"He","stop":false,"tokens_predicted":4,"tokens_evaluated":20}""").Facts, complete: false);

        Assert.Equal((UsageSource.ReportedPartial, 20L, 4L), (usage.Source, usage.InputTotal, usage.OutputTotal));
    }

    [Fact]
    public void ReadEvent_OllamaText_AllocatesNothing()
    {
        var dialect = DialectDetector.ByName(DialectNames.Ollama)!;
        var facts = new ResponseFacts();
        var text = System.Text.Encoding.UTF8.GetBytes(Line("""{"role":"assistant","content":"Hel"}"""));
        dialect.ReadEvent(new WireEvent(default, text), facts);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            dialect.ReadEvent(new WireEvent(default, text), facts);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
