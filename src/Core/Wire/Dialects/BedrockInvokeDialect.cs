using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Bedrock InvokeModel: the vendor's own JSON, whole or as base64 inside <c>chunk</c> frames. Anthropic's is read in full.
/// Of other vendors the counts are read, which Bedrock adds to the last chunk and to the head of a plain answer.
/// </summary>
internal sealed class BedrockInvokeDialect : JsonDialect
{
    private readonly AnthropicMessagesDialect _anthropic = new();

    public override string Name => DialectNames.BedrockInvoke;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteMessage(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        if (BedrockErrors.TryRead(wireEvent, facts))
            return EventClass.Error;
        var payload = Payload(wireEvent.Data, facts);
        if (payload.IsEmpty)
            return EventClass.None;

        var decoded = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(payload.Length));
        try
        {
            if (Base64.DecodeFromUtf8(payload, decoded, out _, out var length) == OperationStatus.Done)
                return Vendor(decoded.AsSpan(0, length), facts);
            facts.Malformed = true;
            return EventClass.None;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        // An error is {"message":"..."} here; in Anthropic's own answers no member has that name.
        AnthropicMessage.Read(ref reader, facts, streamed: false);
    }

    private static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        ReadOnlySpan<byte> payload = default;
        if (!TryOpen(data, facts, out var reader))
            return payload;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("bytes"u8))
            {
                reader.Read();
                payload = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
            }

            reader.Skip();
        }

        return payload;
    }

    private EventClass Vendor(ReadOnlySpan<byte> json, ResponseFacts facts)
    {
        var last = json.IndexOf("\"amazon-bedrock-invocationMetrics\""u8) >= 0;
        var found = json.IndexOf("\"type\""u8) >= 0 || last
            ? _anthropic.ReadEvent(new WireEvent(default, json), facts)
            // Another vendor's chunk: each carries a piece of the answer.
            : EventClass.Output | EventClass.Answer;
        if (!last)
            return found;
        ReadMetrics(json, facts);
        return found | EventClass.Terminal;
    }

    private static void ReadMetrics(ReadOnlySpan<byte> json, ResponseFacts facts)
    {
        if (!TryOpen(json, facts, out var reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("amazon-bedrock-invocationMetrics"u8))
                reader.Skip();
            else if (Json.EnterObject(ref reader))
                Metrics(ref reader, facts);
        }
    }

    private static void Metrics(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        ref var split = ref facts.State.Split;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("inputTokenCount"u8))
                Json.Count(ref reader, ref split.Input);
            else if (reader.ValueTextEquals("outputTokenCount"u8))
            {
                Json.Count(ref reader, ref split.Output);
                facts.State.OutputIsPlaceholder = false;
            }
            else if (reader.ValueTextEquals("cacheReadInputTokenCount"u8))
                Json.Count(ref reader, ref split.CacheRead);
            else if (reader.ValueTextEquals("cacheWriteInputTokenCount"u8))
                Json.Count(ref reader, ref split.CacheWrite);
            else if (reader.ValueTextEquals("invocationLatency"u8))
                facts.ProviderProcessing = Json.Duration(ref reader, 1000) ?? facts.ProviderProcessing;
            else
                reader.Skip();
        }

        CacheExclusiveUsage.Apply(facts);
    }
}
