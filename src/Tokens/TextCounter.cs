using System.Globalization;
using Microsoft.ML.Tokenizers;

namespace LlmSentinel.Tokens;

/// <summary>Counts the tokens of a text in time linear to its length.</summary>
/// <remarks>
/// The tokenizer takes quadratic time on a run without a boundary (64,000 Chinese characters without punctuation: 9 s), so
/// runs are cut every <see cref="MaxRun"/> characters, which costs at most a token a cut. A special token's literal is
/// cut too: providers read such text in a message as plain text, the tokenizer would count it as one token.
/// </remarks>
internal static class TextCounter
{
    internal const int MaxRun = 256;

    private const int MaxSpecialName = 24;

    internal static int Count(Tokenizer tokenizer, ReadOnlySpan<char> text)
    {
        var tokens = 0;
        while (!text.IsEmpty)
        {
            var length = NextCut(text);
            tokens += tokenizer.CountTokens(text[..length], considerPreTokenization: true, considerNormalization: true);
            text = text[length..];
        }

        return tokens;
    }

    private static int NextCut(ReadOnlySpan<char> text)
    {
        var run = 0;
        var previous = RunClass.None;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '<' && StartsSpecial(text[i..])) return i + 1;
            var current = Class(c);
            run = current == previous ? run + 1 : 1;
            previous = current;
            if (run >= MaxRun && i + 1 < text.Length && !char.IsLowSurrogate(text[i + 1])) return i + 1;
        }

        return text.Length;
    }

    /// <summary><c>&lt;|name|></c>.</summary>
    private static bool StartsSpecial(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[1] != '|') return false;
        var rest = text[2..Math.Min(text.Length, MaxSpecialName + 4)];
        var end = rest.IndexOf("|>", StringComparison.Ordinal);
        if (end <= 0) return false;
        foreach (var c in rest[..end])
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_') return false;
        }

        return true;
    }

    private static RunClass Class(char c)
    {
        if (char.IsAsciiLetter(c)) return RunClass.Word;
        if (char.IsWhiteSpace(c)) return RunClass.Space;
        if (char.IsDigit(c)) return RunClass.Digit;
        if (char.IsLetter(c) || char.IsSurrogate(c)) return RunClass.Word;
        return CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            ? RunClass.Word
            : RunClass.Other;
    }

    private enum RunClass : byte
    {
        None,
        Word,
        Digit,
        Space,
        Other,
    }
}
