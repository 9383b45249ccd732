namespace LlmSentinel.Core.Recording.Points;

/// <summary>What a tag or a field can be.</summary>
public static class PointTypes
{
    /// <summary>A tag: part of what tells series apart, of few values, always text.</summary>
    public const string Tag = "tag";

    /// <summary>A floating-point number.</summary>
    public const string Float = "float";

    /// <summary>A whole number.</summary>
    public const string Integer = "integer";

    /// <summary>A text.</summary>
    public const string Text = "string";

    /// <summary>True or false.</summary>
    public const string Flag = "boolean";
}
