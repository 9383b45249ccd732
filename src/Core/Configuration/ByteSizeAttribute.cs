namespace LlmSentinel.Core.Configuration;

/// <summary>Marks a number of bytes, which the file may give with a unit: <c>256KiB</c>, <c>64MB</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByteSizeAttribute : Attribute;
