using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Error codes and types as bounded words: at most 64 of [a-z0-9_.-], beginning with a letter. Free text, numbers and
/// anything that looks like an id or a credential is no word.
/// </summary>
internal static class ErrorWords
{
    private const int MaxLength = 64;

    // Enough for "http2_error" or "v1beta1.x"; ids and keys hold more.
    private const int MaxDigits = 4;

    /// <summary>
    /// The word in lower case, <c>CamelCase</c> split by underscores, or null. Of a name with namespace
    /// (<c>com.amazon#Throttling</c>) or address behind it (<c>Throttling:http://</c>) the name counts.
    /// </summary>
    public static string? Normalise(ReadOnlySpan<char> text)
    {
        text = text[(text.LastIndexOf('#') + 1)..];
        var colon = text.IndexOf(':');
        if (colon >= 0)
            text = text[..colon];
        text = text.Trim();
        if (text.Length is 0 or > MaxLength || !char.IsAsciiLetter(text[0]) || text.StartsWith("sk-", StringComparison.OrdinalIgnoreCase))
            return null;

        Span<char> word = stackalloc char[MaxLength * 2];
        var length = 0;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterUpper(c))
            {
                if (i > 0 && char.IsAsciiLetterLower(text[i - 1]))
                    word[length++] = '_';
                c = char.ToLowerInvariant(c);
            }
            else if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (!char.IsAsciiLetterLower(c) && c is not ('_' or '.' or '-'))
            {
                return null;
            }

            word[length++] = c;
        }

        return length <= MaxLength && digits <= MaxDigits ? new string(word[..length]) : null;
    }

    /// <summary>The HTTP status an error word stands for; 500 when it is not known.</summary>
    public static int Status(string? word) => word switch
    {
        "rate_limit_exceeded" or "rate_limit_error" or "rate_limited" or "rate_limit" or "too_many_requests" or "insufficient_quota"
            or "quota_exceeded" or "resource_exhausted" or "throttling_exception" or "model_not_ready_exception"
            or "enforced_spend_limit_reached" or "contract_spend_limit_reached" or "ramp_limit_exceeded" => 429,
        "overloaded_error" => 529,
        "overloaded" or "service_unavailable" or "service_unavailable_exception" or "service_unavailable_error" or "unavailable" => 503,
        "timeout_error" or "deadline_exceeded" or "timeout" => 504,
        "model_timeout_exception" => 408,
        "invalid_request_error" or "invalid_prompt" or "invalid_argument" or "validation_exception" or "content_filter"
            or "context_length_exceeded" or "bad_request_error" or "service_quota_exceeded_exception" => 400,
        "authentication_error" or "invalid_api_key" or "unauthenticated" => 401,
        "billing_error" => 402,
        "permission_error" or "permission_denied" or "access_denied_exception" => 403,
        "not_found_error" or "model_not_found" or "not_found" or "resource_not_found_exception" => 404,
        "request_too_large" => 413,
        "model_error_exception" or "model_stream_error_exception" => 424,
        _ => 500,
    };

    /// <summary>Reader on a member's name: its word, or null; a text too long to be a word is not copied.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadHere(ref reader);
    }

    public static string? ReadHere(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[256];
        if (reader.TokenType == JsonTokenType.String && Json.Length(ref reader) <= text.Length)
            return Normalise(text[..reader.CopyString(text)]);
        reader.Skip();
        return null;
    }
}
