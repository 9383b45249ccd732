using LlmSentinel.Core.Wire;
using static LlmSentinel.Bench.Micro.Samples.SampleWriter;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Answers of Gemini's generateContent: every chunk carries running totals.</summary>
internal static class GeminiSamples
{
    public static DialectSample Generate()
    {
        var events = Stream([], i => ("", Chunk(Word(i), "", i + 1)), [("", Chunk(".", ",\"finishReason\":\"STOP\"", 97))]);
        return Sse(DialectNames.Gemini, events, Chunk(Answer, ",\"finishReason\":\"STOP\"", 97));
    }

    private static string Chunk(string text, string finish, int output) =>
        $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{text}}}"}],"role":"model"}{{{finish}}},"index":0}],"usageMetadata":{"promptTokenCount":812,"cachedContentTokenCount":512,"candidatesTokenCount":{{{Number(output)}}},"totalTokenCount":{{{Number(812 + output)}}},"promptTokensDetails":[{"modality":"TEXT","tokenCount":812}]},"modelVersion":"gemini-3-flash","responseId":"r9f3"}""";
}
