using System.Text;
using System.Text.Json;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>One entry per token; the probabilities are made up but always the same for the same word.</summary>
internal static class Logprobs
{
    public static void Write(Utf8JsonWriter w, IReadOnlyList<string> pieces, int from, int to, bool refusal)
    {
        w.WriteStartObject();
        if (refusal) w.WriteNull("content");
        w.WriteStartArray(refusal ? "refusal" : "content");
        for (var i = from; i < to; i++) WriteToken(w, pieces[i]);
        w.WriteEndArray();
        if (!refusal) w.WriteNull("refusal");
        w.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter w, string piece)
    {
        w.WriteStartObject();
        w.WriteString("token", piece);
        w.WriteNumber("logprob", -0.001m * ((piece.Length * 37 % 900) + 1));
        w.WriteStartArray("bytes");
        foreach (var b in Encoding.UTF8.GetBytes(piece)) w.WriteNumberValue(b);
        w.WriteEndArray();
        w.WriteStartArray("top_logprobs");
        w.WriteEndArray();
        w.WriteEndObject();
    }
}
