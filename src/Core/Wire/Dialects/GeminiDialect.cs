using System.Buffers;
using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Gemini and Vertex generateContent: every event of a stream is a whole response object with running totals, so one
/// reader serves streams of both forms and plain answers.
/// </summary>
internal sealed class GeminiDialect : JsonDialect
{
    public override string Name => DialectNames.Gemini;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteGoogle(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        facts.State.Pieces = 0;
        facts.State.Piece = default;
        if (!TryOpen(wireEvent.Data, facts, out var reader))
            return EventClass.None;
        var found = Read(ref reader, facts);
        // One piece of text and nothing that ends the stream: all else it tells are totals, which hold until they are told again.
        if (facts.State.Pieces == 1 && (found & ~(EventClass.Output | EventClass.Answer)) == 0 && wireEvent.Data[0] == '{')
            facts.State.PlainText = facts.State.Piece;
        return found;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) => Read(ref reader, facts);

    private static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("candidates"u8))
                found |= GeminiCandidates.Read(ref reader, facts);
            else if (reader.ValueTextEquals("usageMetadata"u8))
                GeminiUsage.Read(ref reader, facts);
            else if (reader.ValueTextEquals("modelVersion"u8))
                facts.Model = Json.Once(ref reader, facts.Model);
            else if (reader.ValueTextEquals("responseId"u8))
                facts.ResponseId = Json.Once(ref reader, facts.ResponseId);
            else if (reader.ValueTextEquals("promptFeedback"u8))
                found |= PromptFeedback(ref reader, facts);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else
                reader.Skip();
        }

        return found;
    }

    // A blocked prompt is answered with 200 and no candidates; nothing more follows.
    private static EventClass PromptFeedback(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        while (Json.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("blockReason"u8))
            {
                reader.Skip();
            }
            else if (Json.String(ref reader) is { } reason)
            {
                facts.FinishReasonRaw ??= reason;
                facts.FinishReason = FinishReason.ContentFilter;
                found = EventClass.Terminal;
            }
        }

        return found;
    }
}
