namespace LlmSentinel.Grafana.Reserved;

/// <summary>One field of a measurement.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">float, integer or string: fixed by the first point.</param>
/// <param name="Meaning">What it holds.</param>
internal sealed record Field(string Name, string Type, string Meaning);

/// <summary>A measurement later versions write.</summary>
/// <param name="Name">Name.</param>
/// <param name="Evaluator">What its tag <c>evaluator</c> holds.</param>
/// <param name="Outcome">What its tag <c>outcome</c> holds.</param>
/// <param name="Fields">Fields beside <c>schema</c>.</param>
internal sealed record Measurement(string Name, string Evaluator, string Outcome, IReadOnlyList<Field> Fields);

/// <summary>The measurements later versions write. Nothing writes them yet.</summary>
internal static class ReservedMeasurements
{
    private static readonly Field Id = new("id", "string", "id of the exchange");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new(Measurements.Score, "the evaluator's name", "scored, not_applicable, failed",
        [
            Id, new("value", "float", "score, 0 to 1, where there is one"), new("reason", "string", "why there is none"),
            new("duration", "float", "seconds the evaluator took"), new("cost", "float", "US dollars the evaluator cost"),
        ]),
        new(Measurements.Shadow, "who judged", "win, tie, loss, failed",
        [
            Id, new("shadow", "string", "name of the shadow model"),
            new("cost_difference", "float", "shadow less served, as a share of served"),
            new("duration_difference", "float", "shadow less served, as a share of served"),
            new("cost", "float", "US dollars the shadow cost"), new("duration", "float", "seconds the shadow took"),
        ]),
        new(Measurements.Canary, "the canary's name", "pass, fail, error",
        [
            Id, new("value", "float", "score, 0 to 1"), new("duration", "float", "seconds"), new("cost", "float", "US dollars"),
        ]),
        new(Measurements.Drift, "what the series measures: an evaluator's name, or an observation's such as duration or prompt_length", "not set",
        [
            new("kind", "string", "evidence, finding or deploy"), new("evidence", "float", "evidence of a change"),
            new("threshold", "float", "evidence that makes a finding"), new("value", "float", "the series now"),
            new("baseline_low", "float", "lower edge of the healthy range"), new("baseline_mean", "float", "its middle"),
            new("baseline_high", "float", "its upper edge"), new("direction", "string", "up or down"),
            new("cause", "string", "input, model or unknown"), new("text", "string", "one sentence for people"),
        ]),
        new(Measurements.Alert, "the rule's name", "pending, firing, resolved, silenced",
        [
            new("active", "integer", "1 while firing, else 0"), new("severity", "string", "how urgent"),
            new("title", "string", "what happened"), new("text", "string", "by how much, since when, how sure"), new("id", "string", "id of the alert"),
        ]),
    ];
}
