using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>OpenAI Embeddings: model and usage; the vectors are passed over.</summary>
internal sealed class OpenAIEmbeddingsDialect : JsonDialect
{
    public override string Name => DialectNames.OpenAIEmbeddings;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOpenAI(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        if (IsDone(wireEvent.Data))
            return EventClass.Terminal;
        return TryOpen(wireEvent.Data, facts, out var reader)
            ? OpenAIChunk.Read(ref reader, wireEvent.Name, facts, streamed: true)
            : EventClass.None;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) =>
        OpenAIChunk.Read(ref reader, default, facts, streamed: false);
}
