using System.Buffers;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Usage;

/// <summary>
/// Rewrites the event stream of a call that was made to ask for usage (<see cref="UsageAsk"/>) into what the client would have
/// seen without asking: the usage-only chunk is dropped, the <c>usage</c> member of every other chunk is cut out, all other bytes
/// stay as they are. Holds back one unfinished event at most; an event it does not understand passes unchanged. For plain
/// (identity-encoded) event streams only. Owned by one exchange at a time, reused after <see cref="Reset"/>.
/// </summary>
/// <remarks>
/// A server that puts usage into its last chunk with choices even when not asked (Mistral, DeepSeek) loses it here: do not ask
/// such a server.
/// </remarks>
public sealed class UsageStripper
{
    /// <summary>Longest event held back; at a longer one the stripper gives up and lets everything pass.</summary>
    public const int MaxEventBytes = 1024 * 1024;

    private HeldBytes _held;
    private EventEnd _end;
    private bool _passing;
    private bool _afterCr;
    private bool _dropped;
    private bool _started;

    /// <summary>True once it gave up and passes everything unchanged.</summary>
    public bool GaveUp => _passing;

    /// <summary>Takes what arrived, writes what may leave: whole events.</summary>
    public void Process(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            if (_passing)
            {
                output.Write(input);
                return;
            }

            // The LF of a CRLF split between two reads shares the fate of the event it ends.
            if (_afterCr && input[0] == (byte)'\n')
            {
                if (!_dropped)
                    output.Write(input[..1]);
                _afterCr = false;
                _end.SkipLf();
                input = input[1..];
                continue;
            }

            _afterCr = false;
            var length = _end.Find(input);
            if (length < 0)
            {
                Hold(input, output);
                return;
            }

            var part = input[..length];
            input = input[length..];
            if (_held.Length == 0)
            {
                Forward(part, output);
            }
            else
            {
                _held.Append(part);
                Forward(_held.Span, output);
                _held.Clear();
            }
        }
    }

    /// <summary>After the last input: writes what is held.</summary>
    public void Finish(IBufferWriter<byte> output)
    {
        if (_held.Length > 0)
            Forward(_held.Span, output);
        _held.Release();
    }

    /// <summary>Gives the memory back and starts anew.</summary>
    public void Reset()
    {
        _held.Release();
        _end = default;
        _passing = false;
        _afterCr = false;
        _dropped = false;
        _started = false;
    }

    private void Hold(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        if (_held.Length + input.Length <= MaxEventBytes)
        {
            _held.Append(input);
            return;
        }

        _passing = true;
        output.Write(_held.Span);
        output.Write(input);
        _held.Release();
    }

    private void Forward(ReadOnlySpan<byte> rawEvent, IBufferWriter<byte> output)
    {
        var data = FindData(rawEvent);
        _started = true;
        _dropped = false;
        _afterCr = rawEvent[^1] == (byte)'\r';
        if (rawEvent[data].IndexOf("\"usage\""u8) < 0 || !ChatChunk.TryRead(rawEvent[data], out var chunk))
        {
            output.Write(rawEvent);
            return;
        }

        if (chunk.IsUsageOnly)
        {
            _dropped = true;
            return;
        }

        var (start, length) = chunk.UsageMember.GetOffsetAndLength(rawEvent[data].Length);
        start += data.Start.Value;
        output.Write(rawEvent[..start]);
        output.Write(rawEvent[(start + length)..]);
    }

    /// <summary>Where the event's data stands; empty unless it is exactly one <c>data</c> line.</summary>
    private Range FindData(ReadOnlySpan<byte> rawEvent)
    {
        Range found = default;
        var start = !_started && rawEvent.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < rawEvent.Length)
        {
            var length = rawEvent[start..].IndexOfAny((byte)'\r', (byte)'\n');
            var end = length < 0 ? rawEvent.Length : start + length;
            if (rawEvent[start..end].StartsWith("data:"u8))
            {
                if (!found.Equals(default(Range)))
                    return default;
                found = (start + 5)..end;
            }

            start = end + 1;
        }

        return found;
    }
}
