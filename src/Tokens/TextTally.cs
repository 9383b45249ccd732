using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace LlmSentinel.Tokens;

/// <summary>
/// Adds up the tokens of the texts of one body. The first <see cref="ExactBytes"/> are counted; of what comes after,
/// <see cref="Samples"/> evenly spaced windows a text are, as long as <see cref="SampledBytes"/> last, and the rest is
/// extrapolated by bytes. So time and memory are bounded whatever the body's size.
/// </summary>
internal struct TextTally(Tokenizer tokenizer)
{
    internal const int ExactBytes = 1024 * 1024;
    internal const int SampledBytes = 1024 * 1024;
    internal const int Samples = 16;
    internal const int WindowBytes = 8 * 1024;

    private long _countedBytes;
    private long _countedTokens;
    private long _sampledBytes;
    private long _restBytes;
    private double _restTokens;

    /// <summary>The total, extrapolation included.</summary>
    internal readonly long Tokens
    {
        get
        {
            var ratio = _countedBytes == 0 ? 0 : (double)_countedTokens / _countedBytes;
            return _countedTokens + (long)Math.Round(_restTokens + (_restBytes * ratio));
        }
    }

    /// <summary>Adds the inside of a JSON string (escaped) or, for arguments and the like, raw JSON.</summary>
    internal void Add(in ReadOnlySequence<byte> utf8, bool escaped)
    {
        if (_countedBytes + utf8.Length <= ExactBytes)
        {
            _countedTokens += Count(utf8, escaped);
            _countedBytes += utf8.Length;
            return;
        }

        if (_sampledBytes + (Samples * WindowBytes) > SampledBytes || utf8.Length <= Samples * WindowBytes)
        {
            _restBytes += utf8.Length;
            return;
        }

        var step = (utf8.Length - WindowBytes) / (Samples - 1);
        long tokens = 0;
        for (var i = 0; i < Samples; i++) tokens += Count(utf8.Slice(i * step, WindowBytes), escaped);
        _sampledBytes += Samples * WindowBytes;
        _restTokens += (double)tokens / (Samples * WindowBytes) * utf8.Length;
    }

    internal void Add(ReadOnlySpan<char> text) => _countedTokens += TextCounter.Count(tokenizer, text);

    private readonly int Count(in ReadOnlySequence<byte> utf8, bool escaped)
    {
        if (utf8.IsEmpty) return 0;
        var length = checked((int)utf8.Length);
        byte[]? bytes = null;
        var chars = ArrayPool<char>.Shared.Rent(length);
        try
        {
            ReadOnlySpan<byte> span;
            if (utf8.IsSingleSegment) span = utf8.FirstSpan;
            else
            {
                bytes = ArrayPool<byte>.Shared.Rent(length);
                utf8.CopyTo(bytes);
                span = bytes.AsSpan(0, length);
            }

            var written = escaped ? JsonText.Unescape(span, chars) : System.Text.Encoding.UTF8.GetChars(span, chars);
            return TextCounter.Count(tokenizer, chars.AsSpan(0, written));
        }
        finally
        {
            // Prompts do not stay behind in a shared pool.
            ArrayPool<char>.Shared.Return(chars, clearArray: true);
            if (bytes is not null) ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
