using System.Buffers;
using LlmSentinel.Core.Usage;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>The answer to a call that was asked for usage, without what the client did not ask for.</summary>
internal sealed class StrippedResponse
{
    private readonly UsageStripper _stripper = new();
    private readonly ArrayBufferWriter<byte> _kept = new(1024);

    /// <summary>What of these bytes goes to the client now. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Process(ReadOnlySpan<byte> bytes)
    {
        _kept.ResetWrittenCount();
        _stripper.Process(bytes, _kept);
        return _kept.WrittenMemory;
    }

    /// <summary>What is still held back when the stream ends.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        _kept.ResetWrittenCount();
        _stripper.Finish(_kept);
        return _kept.WrittenMemory;
    }
}
