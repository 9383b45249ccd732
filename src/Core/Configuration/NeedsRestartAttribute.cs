namespace LlmSentinel.Core.Configuration;

/// <summary>Marks an option, or a group with all in it, that is read once at start; a reload that changes it says so.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NeedsRestartAttribute : Attribute;
