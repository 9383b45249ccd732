using System.Buffers;
using LlmSentinel.Core.Usage;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// The answer to a call that was asked for usage, without what the client did not ask for. Should taking it out ever fail, the rest
/// passes as it comes.
/// </summary>
internal sealed class StrippedResponse
{
    private readonly UsageStripper _stripper = new();
    private readonly ArrayBufferWriter<byte> _kept = new(1024);

    /// <summary>True once stripping failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>What of these bytes goes to the client now. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> bytes)
    {
        if (Failed)
            return bytes;
        try
        {
            _kept.ResetWrittenCount();
            _stripper.Process(bytes.Span, _kept);
            return _kept.WrittenMemory;
        }
        catch (Exception)
        {
            Failed = true;
            return bytes;
        }
    }

    /// <summary>What is still held back when the stream ends.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        if (Failed)
            return ReadOnlyMemory<byte>.Empty;
        _kept.ResetWrittenCount();
        _stripper.Finish(_kept);
        return _kept.WrittenMemory;
    }
}
