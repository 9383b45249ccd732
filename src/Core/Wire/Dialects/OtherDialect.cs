using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Paths whose answers are not read: forwarded and timed. Only the word of an error body is taken.</summary>
internal sealed class OtherDialect : IDialect
{
    // Error bodies are small; whatever is larger is somebody's file.
    private const int MaxErrorBody = 64 * 1024;

    public string Name => DialectNames.Other;

    public bool MayOmitStreamUsage => false;

    /// <summary>Nothing is known of the events: neither output nor end.</summary>
    public EventClass ReadEvent(in WireEvent wireEvent, ResponseFacts facts) => EventClass.None;

    public void ReadBody(in ReadOnlySequence<byte> body, ResponseFacts facts)
    {
        facts.Terminal = true;
        if (body.Length is 0 or > MaxErrorBody || body.FirstSpan.IsEmpty || body.FirstSpan[0] != '{')
            return;
        try
        {
            var reader = Json.Open(body);
            reader.Read();
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("error"u8))
                    ErrorBodies.Read(ref reader, facts);
                else
                    reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not whole: nothing of it was needed.
        }

        // A file that happens to hold an "error" is not a failed call; the HTTP status alone decides that.
        facts.ErrorStatus = 0;
    }

    public void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOpenAI(writer, error);
}
