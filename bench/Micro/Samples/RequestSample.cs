using System.Text;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Chat requests with prompts of any length.</summary>
internal static class RequestSample
{
    /// <summary>The model asked for.</summary>
    public const string Model = "gpt-5.4";

    private const string Sentence = "Compare the third quarter's figures with the plan, and say \\\"why\\\" where they differ.\\n";

    /// <summary>A streamed chat request, its members in the order official clients send them.</summary>
    /// <param name="promptBytes">Length of the user's message; the request is a little longer.</param>
    public static byte[] Chat(int promptBytes)
    {
        var prompt = new StringBuilder();
        while (prompt.Length < promptBytes)
            prompt.Append(Sentence);
        return SampleWriter.Utf8(
            $$$"""{"messages":[{"role":"system","content":"You answer briefly."},{"role":"user","content":"{{{prompt}}}"}],"model":"{{{Model}}}","stream":true,"stream_options":{"include_usage":true},"temperature":0.2}""");
    }
}
