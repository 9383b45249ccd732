namespace LlmSentinel.Conformance.Harness;

/// <summary>Headers by which the simulator is told what a scenario needs; a real provider ignores them.</summary>
public static class Steering
{
    /// <summary>Far less than the simulator takes in the timeout scenario.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What every scenario asks.</summary>
    public const string Question = "What is the capital of France? Answer in a few words.";

    /// <summary>JSON schema of the tool <c>get_weather</c>.</summary>
    public const string WeatherSchema =
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    /// <summary>JSON schema of a structured answer.</summary>
    public const string PersonSchema =
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"],"additionalProperties":false}""";

    /// <summary>
    /// A whole answer of fixed length. The key makes it depend on nothing else: the sidecar may have asked for usage in the request
    /// it passes on.
    /// </summary>
    public static Dictionary<string, string> Answer => new()
    {
        ["x-sim-tokens"] = "24",
        ["x-sim-key"] = "conformance",
        ["x-sim-ordinal"] = "0",
    };

    /// <summary>An error status instead of an answer.</summary>
    public static Dictionary<string, string> Error(int status) => new()
    {
        ["x-sim-status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["x-sim-ordinal"] = "0",
    };

    /// <summary>A stream that ends in an error event.</summary>
    public static Dictionary<string, string> ErrorInStream => new(Answer) { ["x-sim-fail"] = "error-event", ["x-sim-fail-after"] = "5" };

    /// <summary>A stream long enough to be left in the middle.</summary>
    public static Dictionary<string, string> Slow => new(Answer)
    {
        ["x-sim-tokens"] = "400",
        ["x-sim-interval-ms"] = "50",
        ["x-sim-flush"] = "each",
    };

    /// <summary>An answer that comes long after the client has lost patience.</summary>
    public static Dictionary<string, string> Late => new(Answer) { ["x-sim-delay-ms"] = "30000" };
}
