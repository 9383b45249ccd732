namespace LlmSentinel.Core.Configuration;

/// <summary>Marks an option whose value is masked wherever the configuration is shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
