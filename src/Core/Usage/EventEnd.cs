namespace LlmSentinel.Core.Usage;

/// <summary>
/// Finds where server-sent events end: behind their blank line, whichever of CR, LF and CRLF the lines end in. Resumable; a
/// mutable struct.
/// </summary>
internal struct EventEnd
{
    private bool _lineHasBytes;
    private bool _afterCr;

    /// <summary>
    /// Length of <paramref name="input"/> up to the end of the event, or -1. An event whose blank line ends in CR is over there; an
    /// LF that follows belongs to the next one found.
    /// </summary>
    public int Find(ReadOnlySpan<byte> input)
    {
        var i = 0;
        while (i < input.Length)
        {
            if (_afterCr)
            {
                _afterCr = false;
                if (input[i] == (byte)'\n')
                {
                    i++;
                    continue;
                }
            }

            var next = input[i..].IndexOfAny((byte)'\r', (byte)'\n');
            if (next < 0)
            {
                _lineHasBytes = true;
                return -1;
            }

            var blank = next == 0 && !_lineHasBytes;
            _lineHasBytes = false;
            i += next + 1;
            _afterCr = input[i - 1] == (byte)'\r';
            if (!blank)
                continue;

            if (_afterCr && i < input.Length && input[i] == (byte)'\n')
            {
                _afterCr = false;
                i++;
            }

            return i;
        }

        return -1;
    }

    /// <summary>The LF of a CRLF was taken by the caller.</summary>
    public void SkipLf() => _afterCr = false;
}
