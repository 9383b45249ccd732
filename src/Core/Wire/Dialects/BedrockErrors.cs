using System.Text;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Failures inside a Bedrock stream: exception frames, whose type is the exception's name, and error frames, which are
/// given as an event named <c>error</c> with the code in its data.
/// </summary>
internal static class BedrockErrors
{
    private const int MaxName = 128;

    /// <summary>True when the frame tells a failure; its word and status become the facts'.</summary>
    public static bool TryRead(in WireEvent frame, ResponseFacts facts)
    {
        var name = frame.Name;
        if (name.SequenceEqual("error"u8))
        {
            ReadCode(frame.Data, facts);
            return true;
        }

        if (name.Length > MaxName || !name.EndsWith("xception"u8))
            return false;
        Span<char> text = stackalloc char[MaxName];
        facts.ErrorType = ErrorWords.Normalise(text[..Encoding.Latin1.GetChars(name, text)]);
        facts.ErrorStatus = ErrorWords.Status(facts.ErrorType);
        return true;
    }

    private static void ReadCode(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        facts.ErrorStatus = ErrorWords.Status(null);
        var reader = Json.Open(data);
        var fields = new ErrorFields();
        reader.Read();
        while (Json.NextMember(ref reader))
        {
            if (!fields.TryRead(ref reader))
                reader.Skip();
        }

        fields.Apply(facts);
    }
}
