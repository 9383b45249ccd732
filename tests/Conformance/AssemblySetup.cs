using LlmSentinel.Conformance.Harness;

[assembly: AssemblyFixture(typeof(Simulated))]

namespace LlmSentinel.Conformance;

/// <summary>Tests in which a client leaves early count what the provider saw, so they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class OneAfterTheOther
{
    public const string Name = "one after the other";
}
