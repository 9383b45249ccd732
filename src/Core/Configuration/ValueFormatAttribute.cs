namespace LlmSentinel.Core.Configuration;

/// <summary>Says what a string option, each item of a list or each value of a dictionary must look like.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueFormatAttribute(string name) : Attribute
{
    /// <summary>One of <see cref="ValueFormatNames"/>.</summary>
    public string Name { get; } = name;
}
