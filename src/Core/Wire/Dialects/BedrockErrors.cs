using System.Text;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Exceptions inside a Bedrock stream: frames whose type is the exception's name.</summary>
internal static class BedrockErrors
{
    private const int MaxName = 128;

    /// <summary>True when the frame's type names an exception; its word and status become the facts'.</summary>
    public static bool TryRead(ReadOnlySpan<byte> name, ResponseFacts facts)
    {
        if (name.Length > MaxName || !(name.EndsWith("xception"u8) || name.EndsWith("rror"u8)))
            return false;
        Span<char> text = stackalloc char[MaxName];
        facts.ErrorType = ErrorWords.Normalise(text[..Encoding.Latin1.GetChars(name, text)]);
        facts.ErrorStatus = ErrorWords.Status(facts.ErrorType);
        return true;
    }
}
