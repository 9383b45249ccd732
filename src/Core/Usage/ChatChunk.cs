using System.Text.Json;

namespace LlmSentinel.Core.Usage;

/// <summary>What the stripper must know of one OpenAI stream chunk. Ranges are of the chunk's JSON.</summary>
internal readonly ref struct ChatChunk
{
    private ChatChunk(bool isUsageOnly, Range member)
    {
        IsUsageOnly = isUsageOnly;
        UsageMember = member;
    }

    /// <summary>True for the extra chunk that exists for its usage alone: no choices, usage not null.</summary>
    public bool IsUsageOnly { get; }

    /// <summary>The <c>usage</c> member with the one comma that goes with it.</summary>
    public Range UsageMember { get; }

    /// <summary>Reads a chunk; false when it is not one or carries no usage member, so that nothing is to be done.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out ChatChunk chunk)
    {
        chunk = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;

            var hasChoices = false;
            var noChoices = false;
            var hasUsage = false;
            var usageIsNull = false;
            Range member = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                var isUsage = reader.ValueTextEquals("usage"u8);
                var isChoices = reader.ValueTextEquals("choices"u8);
                if (reader.ValueTextEquals("error"u8))
                    return false;
                reader.Read();
                if (isChoices)
                {
                    hasChoices = reader.TokenType == JsonTokenType.StartArray;
                    noChoices = hasChoices && IsEmptyArray(reader);
                }

                if (isUsage)
                {
                    // Twice the same key: not what any server sends, so hands off.
                    if (hasUsage)
                        return false;
                    hasUsage = true;
                    usageIsNull = reader.TokenType == JsonTokenType.Null;
                }

                reader.Skip();
                if (isUsage)
                    member = WithComma(json, start, (int)reader.BytesConsumed);
            }

            if (!hasUsage || !hasChoices || reader.Read())
                return false;
            chunk = new ChatChunk(noChoices && !usageIsNull, member);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsEmptyArray(Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.EndArray;

    private static Range WithComma(ReadOnlySpan<byte> json, int start, int end)
    {
        var before = json[..start].LastIndexOfAnyExcept(" \t\r\n"u8);
        if (json[before] == (byte)',')
            return before..end;

        var after = end + json[end..].IndexOfAnyExcept(" \t\r\n"u8);
        if (json[after] != (byte)',')
            return start..end;
        var next = json[(after + 1)..].IndexOfAnyExcept(" \t\r\n"u8);
        return start..(after + 1 + next);
    }
}
