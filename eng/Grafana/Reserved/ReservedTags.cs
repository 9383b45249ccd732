namespace LlmSentinel.Grafana.Reserved;

/// <summary>Labels that only reserved metrics have.</summary>
internal static class ReservedTags
{
    /// <summary>What gave the number: an evaluator's name, or the observation's, such as <c>duration</c> or <c>prompt_length</c>.</summary>
    public const string Evaluator = "evaluator";

    /// <summary>low, mean or high: an interval as three series.</summary>
    public const string Bound = "bound";

    /// <summary>input, model or unknown: what changed.</summary>
    public const string Cause = "cause";

    /// <summary>Name of the shadow model.</summary>
    public const string Shadow = "shadow";

    /// <summary>win, tie or loss, seen from the shadow.</summary>
    public const string Verdict = "verdict";

    /// <summary>Name of a canary.</summary>
    public const string Canary = "canary";

    /// <summary>Name of an alert rule.</summary>
    public const string Rule = "rule";

    /// <summary>How urgent an alert is.</summary>
    public const string Severity = "severity";

    /// <summary>pending, firing, resolved or silenced.</summary>
    public const string State = "state";
}
