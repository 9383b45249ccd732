namespace LlmSentinel.Core.Capture;

/// <summary>What stands as the value of a member.</summary>
public enum JsonKind
{
    /// <summary>The member is absent.</summary>
    Absent,

    /// <summary>null.</summary>
    Null,

    /// <summary>true.</summary>
    True,

    /// <summary>false.</summary>
    False,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,
}

/// <summary>A member's value and the bytes of the body it takes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind its last.</param>
public readonly record struct JsonRange(JsonKind Kind, long Start, long End);

/// <summary>Where in a request body the places stand that a usage editor needs.</summary>
public struct RequestLayout
{
    /// <summary>The outer object's closing brace; -1 while unknown.</summary>
    public long ClosingBrace;

    /// <summary>True when the outer object has no member.</summary>
    public bool IsEmpty;

    /// <summary>The value of <c>stream_options</c>.</summary>
    public JsonRange StreamOptions;

    /// <summary>True when <c>stream_options</c> is an object without members.</summary>
    public bool StreamOptionsIsEmpty;

    /// <summary>The value of <c>stream_options.include_usage</c>.</summary>
    public JsonRange IncludeUsage;
}
