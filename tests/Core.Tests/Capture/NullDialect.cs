using System.Buffers;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>Reads nothing: what is left is the machinery's own cost.</summary>
internal sealed class NullDialect : IDialect
{
    public string Name => DialectNames.Other;

    public bool MayOmitStreamUsage => false;

    public EventClass ReadEvent(in WireEvent wireEvent, ResponseFacts facts) => EventClass.Output | EventClass.Answer;

    public void ReadBody(in ReadOnlySequence<byte> body, ResponseFacts facts)
    {
    }

    public void WriteError(IBufferWriter<byte> writer, in SentinelError error) => throw new NotSupportedException();
}
