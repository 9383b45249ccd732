using LlmSentinel.Core.Wire;
using static LlmSentinel.Bench.Micro.Samples.SampleWriter;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Answers of Ollama's native chat: one JSON object a line.</summary>
internal static class OllamaSamples
{
    private const string End = """ "done":true,"done_reason":"stop","total_duration":5191566416,"load_duration":2154458,"prompt_eval_count":812,"prompt_eval_duration":383809000,"eval_count":97,"eval_duration":4799921000 """;

    public static DialectSample Chat()
    {
        var events = Stream([], i => ("", Line(Word(i), "\"done\":false")), [("", Line("", End))]);
        return Make(DialectNames.Ollama, "application/x-ndjson", events, Line(Answer, End), e => Utf8(e.Data + "\n"));
    }

    private static string Line(string text, string rest) =>
        $$$"""{"model":"gemma4:12b","created_at":"2026-08-01T12:00:00.123456Z","message":{"role":"assistant","content":"{{{text}}}"},{{{rest}}}}""";
}
