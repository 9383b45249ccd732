using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Rate-limit headers a Responses stream quotes inside its error event.</summary>
internal sealed class RateLimitInBody
{
    private readonly ProviderHeaders _head = new();

    /// <summary>Reader on the name of the <c>headers</c> member.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            var name = Json.Length(ref reader) <= 64 ? reader.GetString() : null;
            if (Json.String(ref reader) is { } value && name is not null)
                _head.Header(name, value);
        }
    }

    /// <summary>What they say, or null.</summary>
    public RateLimitHeadroom? Headroom() => _head.ReadRateLimit(429, null);
}
