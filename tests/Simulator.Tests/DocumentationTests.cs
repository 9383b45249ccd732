using System.Reflection;
using LlmSentinel.Simulator.Scenarios;
using LlmSentinel.Testing;

namespace LlmSentinel.Simulator.Tests;

public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.Combine("docs", "simulator.md"));

    [Fact]
    public void Page_NamesEveryControlHeader() => Assert.All(
        typeof(SimHeaders).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!),
        header => Assert.Contains($"`{header}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Page_NamesEveryScenarioKeyAndEveryBuiltInScenario() => Assert.All(
        BehaviourReader.Keys.Where(k => k != "match").Concat(Scenario.BuiltIn),
        name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
}
