using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>
/// A wire format made for tests of the machinery: an event's data says in plain words what it is, and everything read is kept.
/// </summary>
internal sealed class FakeDialect(string name = DialectNames.OpenAIChat) : IDialect
{
    public string Name => name;

    public bool MayOmitStreamUsage => false;

    public List<string> Events { get; } = [];

    public List<string> Bodies { get; } = [];

    public EventClass ReadEvent(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = Encoding.UTF8.GetString(wireEvent.Data);
        Events.Add(wireEvent.Name.IsEmpty ? data : $"{Encoding.UTF8.GetString(wireEvent.Name)}|{data}");
        if (data.Contains("throw", StringComparison.Ordinal))
            throw new InvalidOperationException("a reader's own bug");
        var what = EventClass.None;
        if (data.Contains("think", StringComparison.Ordinal))
            what |= EventClass.Output;
        if (data.Contains("say", StringComparison.Ordinal))
            what |= EventClass.Output | EventClass.Answer;
        if (data.Contains("DONE", StringComparison.Ordinal))
        {
            what |= EventClass.Terminal;
            facts.Terminal = true;
        }

        return what;
    }

    public void ReadBody(in ReadOnlySequence<byte> body, ResponseFacts facts)
    {
        Bodies.Add(Encoding.UTF8.GetString(body));
        try
        {
            using var json = JsonDocument.Parse(body);
            facts.Terminal = true;
        }
        catch (JsonException)
        {
            facts.Malformed = true;
        }
    }

    public void WriteError(IBufferWriter<byte> writer, in SentinelError error) => throw new NotSupportedException();
}
