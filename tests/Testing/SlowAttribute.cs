using Xunit.v3;

namespace LlmSentinel.Testing;

/// <summary>Marks a test that takes more than a few seconds; <c>./test.sh --fast</c> leaves it out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false)]
public sealed class SlowAttribute : Attribute, ITraitAttribute
{
    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Category", "Slow")];
}
