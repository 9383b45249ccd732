using System.Globalization;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Reads error objects of every provider: <c>{code, type, status, message}</c> with code a word, a number or a number in
/// quotes, a plain string, or null. Messages are never kept: they may quote prompts, keys and organisation ids.
/// </summary>
internal static class ErrorBodies
{
    /// <summary>Reader on the name of an <c>error</c> member. False when it holds none (null, false, empty).</summary>
    public static bool Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new ErrorFields();
                while (Json.NextMember(ref reader))
                {
                    if (!fields.TryRead(ref reader))
                        reader.Skip();
                }

                fields.Apply(facts);
                return true;
            case JsonTokenType.String when Json.Length(ref reader) > 0:
                new ErrorFields { Type = ErrorWords.ReadHere(ref reader) }.Apply(facts);
                return true;
            default:
                reader.Skip();
                return false;
        }
    }
}

/// <summary>The members of an error object that are read, wherever they stand.</summary>
internal struct ErrorFields
{
    public string? Code;
    public string? Type;
    public string? Status;
    public string? Detail;
    public int Number;
    private RateLimitInBody? _headers;

    /// <summary>Reader on a member's name. False, with the reader still there, when it is none of these.</summary>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("code"u8))
            Code = WordOrNumber(ref reader) ?? Code;
        else if (reader.ValueTextEquals("type"u8))
            Type = ErrorWords.Read(ref reader) ?? Type;
        else if (reader.ValueTextEquals("status"u8))
            Status = WordOrNumber(ref reader) ?? Status;
        else if (reader.ValueTextEquals("details"u8))
            ReadDetails(ref reader);
        else if (reader.ValueTextEquals("headers"u8))
            (_headers ??= new RateLimitInBody()).Read(ref reader);
        else
            return false;
        return true;
    }

    /// <summary>The most telling word becomes the error's; its status is the one told, else the one the word stands for.</summary>
    public readonly void Apply(ResponseFacts facts)
    {
        // "type" is the finer word only where a code is missing: a quota error may have type "tokens" and code "rate_limit_exceeded".
        facts.ErrorType = Detail ?? Code ?? Type ?? Status ?? facts.ErrorType;
        facts.ErrorStatus = Number is >= 400 and <= 599 ? Number : ErrorWords.Status(KnownWord());
        if (_headers is not null)
            facts.RateLimit = _headers.Headroom() ?? facts.RateLimit;
    }

    private readonly string? KnownWord()
    {
        foreach (var word in (ReadOnlySpan<string?>)[Detail, Code, Type, Status])
        {
            if (word is not null && ErrorWords.Status(word) != 500)
                return word;
        }

        return null;
    }

    private string? WordOrNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt32(out var number))
                Number = number;
            return null;
        }

        if (reader.TokenType == JsonTokenType.String && Json.Length(ref reader) == 3
            && int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quoted))
        {
            Number = quoted;
            return null;
        }

        return ErrorWords.ReadHere(ref reader);
    }

    // Anthropic: details.error_code says which limit a 429 is about.
    private void ReadDetails(ref Utf8JsonReader reader)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("error_code"u8))
                Detail = ErrorWords.Read(ref reader);
            else
                reader.Skip();
        }
    }
}
