using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// What all JSON dialects share: nothing read may throw, a terminal event marks the facts, and a plain body is complete
/// when its JSON is.
/// </summary>
internal abstract class JsonDialect : IDialect
{
    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    public abstract string Name { get; }

    public virtual bool MayOmitStreamUsage => false;

    public EventClass ReadEvent(in WireEvent wireEvent, ResponseFacts facts)
    {
        try
        {
            var found = Event(wireEvent, facts);
            if ((found & EventClass.Terminal) != 0)
                facts.Terminal = true;
            return found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8.
            facts.Malformed = true;
            return EventClass.None;
        }
    }

    public void ReadBody(in ReadOnlySequence<byte> body, ResponseFacts facts)
    {
        try
        {
            var reader = Json.Open(WithoutBom(body));
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                Body(ref reader, facts);
            else if (reader.TokenType == JsonTokenType.StartArray)
                ReadElements(ref reader, facts);
            else
                facts.Malformed = true;
            while (reader.Read())
                reader.Skip();
            facts.Terminal = true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            facts.Malformed = true;
        }
    }

    public abstract void WriteError(IBufferWriter<byte> writer, in SentinelError error);

    /// <summary>Reads one event; may throw on malformed JSON.</summary>
    protected abstract EventClass Event(in WireEvent wireEvent, ResponseFacts facts);

    /// <summary>Reads a plain answer, the reader inside its object; may throw on malformed JSON.</summary>
    protected abstract void Body(ref Utf8JsonReader reader, ResponseFacts facts);

    /// <summary>True with a reader inside the event's object. False, and counted as malformed unless blank, for anything else.</summary>
    protected static bool TryOpen(ReadOnlySpan<byte> data, ResponseFacts facts, out Utf8JsonReader reader)
    {
        data = data.TrimStart(" \t\r\n"u8);
        reader = Json.Open(data);
        if (!data.IsEmpty && data[0] == '{')
            return reader.Read();
        if (!data.IsEmpty)
            facts.Malformed = true;
        return false;
    }

    /// <summary>OpenAI's last event. Compared by its beginning, as the official clients do.</summary>
    protected static bool IsDone(ReadOnlySpan<byte> data) => data.StartsWith("[DONE]"u8);

    private void ReadElements(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        while (Json.NextObject(ref reader))
            Body(ref reader, facts);
    }

    private static ReadOnlySequence<byte> WithoutBom(in ReadOnlySequence<byte> body)
    {
        Span<byte> start = stackalloc byte[3];
        if (body.Length < 3)
            return body;
        body.Slice(0, 3).CopyTo(start);
        return start.SequenceEqual(Bom) ? body.Slice(3) : body;
    }
}
