using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Simulator.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    public static TheoryData<string> BuiltIn => [.. Scenario.BuiltIn];

    [Fact]
    public void BuiltIn_AreThese() => Assert.Superset(
        new HashSet<string> { "steady", "slow-ramp", "quality-drop", "error-spike", "all" }, Scenario.BuiltIn.ToHashSet());

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void EveryBuiltInScenario_CanBeRead_AndSaysWhatItIs(string name)
    {
        var scenario = Scenario.Load(name);

        Assert.Equal(name, scenario.Name);
        Assert.NotEmpty(scenario.Description!);
        Assert.NotEmpty(scenario.Models);
    }

    [Fact]
    public void All_UsesEveryKey()
    {
        using var stream = typeof(Scenario).Assembly.GetManifestResourceStream("all")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();

        Assert.All(BehaviourReader.Keys, key => Assert.Contains($"{key}:", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_ReadsValuesUnitsAndChanges()
    {
        var scenario = Scenario.Parse(
            """
            models:
              - match: "gpt-?"
                latency: 1.5s
                ttft: { lognormal: { median: { value: 300ms, ramp: { to: 0.6s, start: 1m, end: 2m } }, sigma: 0 } }
                errors: { 429: 5%, 500: { spike: { at: 10s, for: 5s, to: 0.5 } } }
                fingerprint: { step: { at: 1h, to: fp_x } }
            """,
            "test");
        var behaviour = scenario.For("GPT-5");
        var random = new Engine.SimRandom(1);

        Assert.Equal(1500, behaviour.Latency.Sample(TimeSpan.Zero, ref random));
        Assert.Equal(450, behaviour.Ttft.Sample(TimeSpan.FromSeconds(90), ref random));
        Assert.Equal(0.05, behaviour.Errors[429].At(TimeSpan.Zero));
        Assert.Equal((0, 0.5, 0), (behaviour.Errors[500].At(TimeSpan.Zero), behaviour.Errors[500].At(TimeSpan.FromSeconds(12)), behaviour.Errors[500].At(TimeSpan.FromSeconds(15))));
        Assert.Null(behaviour.Fingerprint!.At(TimeSpan.Zero));
        Assert.Equal("fp_x", behaviour.Fingerprint.At(TimeSpan.FromHours(2)));
        Assert.NotSame(behaviour, scenario.For("gpt-54"));
    }

    [Theory]
    [InlineData("models:\n  - latency: 100", 2, "models[0].latency", "'100' is not a duration")]
    [InlineData("models:\n  - match: x\n    latncy: 1s", 3, "models[0].latncy", "unknown key; allowed here: match, latency")]
    [InlineData("models:\n  - refusals: 120%", 2, "models[0].refusals", "share from 0 to 1")]
    [InlineData("models:\n  - errors:\n      200: 1%", 3, "models[0].errors.200", "HTTP status")]
    [InlineData("models:\n  - ttft:\n      lognormal: { median: 1s }", 3, "models[0].ttft.lognormal", "sigma is missing")]
    [InlineData("models:\n  - ttft: { step: { at: 1s, to: 2s } }", 2, "models[0].ttft", "value is missing")]
    [InlineData("models:\n  - resets: { ramp: { to: 1, start: 2m, end: 1m } }", 2, "models[0].resets.ramp.end", "after start")]
    [InlineData("models:\n  - resets: { spike: { at: 2m, to: 1 } }", 2, "models[0].resets.spike", "for is missing")]
    [InlineData("models: x", 1, "models", "must be a list")]
    [InlineData("description: d\nname: x: y", 2, "", "not YAML")]
    public void Parse_SaysLineKeyAndWhatIsAllowed(string yaml, int line, string key, string message)
    {
        var error = Assert.Throws<ScenarioException>(() => Scenario.Parse(yaml, "my.yaml"));

        var problem = error.Problems[0];
        Assert.Equal((line, key), (problem.Line, problem.Key));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"my.yaml:{line}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ReportsAllProblemsAtOnce()
    {
        var error = Assert.Throws<ScenarioException>(() => Scenario.Parse("models:\n  - latency: soon\n    stalls: 7\n    reasoning_style: loud", "s"));

        Assert.Equal([2, 3, 4], error.Problems.Select(p => p.Line));
    }

    [Fact]
    public void Load_OfAMissingFile_NamesTheBuiltInOnes()
    {
        var error = Assert.Throws<ScenarioException>(() => Scenario.Load("nowhere.yaml"));

        Assert.Contains("steady", error.Message, StringComparison.Ordinal);
    }
}
