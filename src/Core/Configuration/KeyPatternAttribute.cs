namespace LlmSentinel.Core.Configuration;

/// <summary>What the keys of a dictionary option must look like.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyPatternAttribute(string pattern, string meaning) : Attribute
{
    /// <summary>Regular expression, anchored.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The same in words, for people.</summary>
    public string Meaning { get; } = meaning;
}
