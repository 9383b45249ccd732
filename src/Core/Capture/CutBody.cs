using System.Buffers;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Capture;

/// <summary>What the end of a JSON body tells whose middle was not kept.</summary>
internal static class CutBody
{
    /// <summary>Hands the dialect an object of those last members that are whole in the kept end.</summary>
    public static void ReadLastMembers(CaptureBuffer body, IDialect dialect, ResponseFacts facts)
    {
        // One byte in front, for the brace that makes an object of the members.
        var buffer = ArrayPool<byte>.Shared.Rent(TailWindow.Size + 1);
        try
        {
            var window = buffer.AsSpan(1, TailWindow.Size);
            var kept = body.CopyEnd(window);
            var members = LastMembers.Find(window[^kept..]);
            if (members < 0)
                return;
            var brace = TailWindow.Size - kept + members;
            buffer[brace] = (byte)'{';
            dialect.ReadBody(new ReadOnlySequence<byte>(buffer, brace, TailWindow.Size + 1 - brace), facts);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>True when the last byte that is no blank closes an object or an array.</summary>
    public static bool EndsClosed(CaptureBuffer body)
    {
        Span<byte> end = stackalloc byte[64];
        var kept = body.CopyEnd(end);
        end = end[^kept..].TrimEnd(" \t\r\n"u8);
        return !end.IsEmpty && end[^1] is (byte)'}' or (byte)']';
    }
}
