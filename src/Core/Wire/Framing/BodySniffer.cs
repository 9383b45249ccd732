namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Finds how a body is framed from its content type and its first bytes, because gateways label streams wrongly: events as JSON,
/// lines as plain text, a JSON error as an event stream.
/// </summary>
internal static class BodySniffer
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>Reads a content type.</summary>
    public static BodyLabel Classify(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        if (type.Equals("application/json", IgnoreCase))
            return BodyLabel.Json;
        if (type.Equals("text/event-stream", IgnoreCase))
            return BodyLabel.ServerSentEvents;
        if (type.Contains("ndjson", IgnoreCase) || type.Contains("jsonl", IgnoreCase) || type.Contains("stream+json", IgnoreCase))
            return BodyLabel.NdJson;
        if (type.Equals("application/vnd.amazon.eventstream", IgnoreCase))
            return BodyLabel.EventStream;
        if (type.EndsWith("json", IgnoreCase))
            return BodyLabel.Json;
        return type.StartsWith("audio/", IgnoreCase) || type.StartsWith("image/", IgnoreCase) || type.StartsWith("video/", IgnoreCase)
            || type.StartsWith("multipart/", IgnoreCase) ? BodyLabel.Media : BodyLabel.None;
    }

    /// <summary>Length of the blanks and the byte order mark a body may start with.</summary>
    public static int LeadingBlanks(ReadOnlySpan<byte> start)
    {
        var blanks = start.IndexOfAnyExcept(" \t\r\n"u8);
        if (blanks < 0)
            return start.Length;
        return start[blanks..].StartsWith("\uFEFF"u8) ? blanks + 3 + LeadingBlanks(start[(blanks + 3)..]) : blanks;
    }

    /// <summary>Decides from the first bytes behind leading blanks.</summary>
    public static BodyKind Decide(BodyLabel label, ReadOnlySpan<byte> start, bool arrayIsStream)
    {
        if (label == BodyLabel.EventStream)
            return BodyKind.EventStream;
        if (label == BodyLabel.Media)
            return BodyKind.Ignored;
        if (start.IsEmpty)
            return BodyKind.Undecided;

        switch (start[0])
        {
            case (byte)'{':
                return label switch
                {
                    BodyLabel.Json => BodyKind.Json,
                    BodyLabel.NdJson => BodyKind.NdJson,
                    _ => BodyKind.JsonOrLines,
                };
            case (byte)'[':
                return arrayIsStream ? BodyKind.JsonArray : label == BodyLabel.NdJson ? BodyKind.NdJson : BodyKind.Json;
            case 0xEF when start.Length < 3 && "\uFEFF"u8.StartsWith(start):
                return BodyKind.Undecided;
        }

        if (label == BodyLabel.ServerSentEvents || start[0] == (byte)':')
            return BodyKind.ServerSentEvents;
        return StartsField(start) switch
        {
            true => BodyKind.ServerSentEvents,
            null => BodyKind.Undecided,
            false => label == BodyLabel.NdJson ? BodyKind.NdJson : BodyKind.Ignored,
        };
    }

    /// <summary>Null while too few bytes are there to tell.</summary>
    private static bool? StartsField(ReadOnlySpan<byte> start) => start[0] switch
    {
        (byte)'d' => Starts(start, "data:"u8),
        (byte)'e' => Starts(start, "event:"u8),
        (byte)'i' => Starts(start, "id:"u8),
        (byte)'r' => Starts(start, "retry:"u8),
        _ => false,
    };

    private static bool? Starts(ReadOnlySpan<byte> start, ReadOnlySpan<byte> field) =>
        start.StartsWith(field) ? true : field.StartsWith(start) ? null : false;
}
