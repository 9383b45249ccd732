using System.Globalization;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>Reads the behaviour of one model pattern: one setter per key.</summary>
internal static class BehaviourReader
{
    private static readonly string[] Styles = ["hidden", "reasoning_content", "reasoning"];

    private delegate ModelBehaviour Setter(ModelBehaviour behaviour, YamlPlace place);

    private static readonly Dictionary<string, Setter> Setters = new(StringComparer.Ordinal)
    {
        ["match"] = (b, p) => b with { Match = ScheduleReader.Word(p) ?? "*" },
        ["latency"] = (b, p) => b with { Latency = DistributionReader.Read(p, Unit.Duration) ?? b.Latency },
        ["ttft"] = (b, p) => b with { Ttft = DistributionReader.Read(p, Unit.Duration) ?? b.Ttft },
        ["interval"] = (b, p) => b with { Interval = DistributionReader.Read(p, Unit.Duration) ?? b.Interval },
        ["tokens_per_chunk"] = (b, p) => b with { TokensPerChunk = DistributionReader.Read(p, Unit.Count) ?? b.TokensPerChunk },
        ["output_tokens"] = (b, p) => b with { OutputTokens = DistributionReader.Read(p, Unit.Count) ?? b.OutputTokens },
        ["reasoning_tokens"] = (b, p) => b with { ReasoningTokens = DistributionReader.Read(p, Unit.Count) },
        ["reasoning_style"] = (b, p) => b with { ReasoningStyle = Style(p) },
        ["cache_share"] = (b, p) => b with { CacheShare = ScheduleReader.Read(p, Unit.Share) },
        ["errors"] = (b, p) => b with { Errors = Errors(p) },
        ["retry_after"] = (b, p) => b with { RetryAfter = ScheduleReader.Read(p, Unit.Seconds) ?? b.RetryAfter },
        ["stream_errors"] = (b, p) => b with { StreamErrors = Share(p, b.StreamErrors) },
        ["resets"] = (b, p) => b with { Resets = Share(p, b.Resets) },
        ["truncations"] = (b, p) => b with { Truncations = Share(p, b.Truncations) },
        ["stalls"] = (b, p) => b with { Stalls = Share(p, b.Stalls) },
        ["refusals"] = (b, p) => b with { Refusals = Share(p, b.Refusals) },
        ["broken_json"] = (b, p) => b with { BrokenJson = Share(p, b.BrokenJson) },
        ["wrong_answers"] = (b, p) => b with { WrongAnswers = Share(p, b.WrongAnswers) },
        ["tool_calls"] = (b, p) => b with { ToolCalls = Share(p, b.ToolCalls) },
        ["fingerprint"] = (b, p) => b with { Fingerprint = ScheduleReader.ReadText(p) },
        ["served_model"] = (b, p) => b with { ServedModel = ScheduleReader.ReadText(p) },
    };

    /// <summary>All keys of a behaviour, for messages and the documentation's test.</summary>
    public static IReadOnlyCollection<string> Keys => Setters.Keys;

    public static ModelBehaviour Read(YamlPlace place)
    {
        var behaviour = new ModelBehaviour();
        foreach (var (name, value) in place.Entries(Setters.Keys)) behaviour = Setters[name](behaviour, value);
        return behaviour;
    }

    private static Schedule Share(YamlPlace place, Schedule otherwise) => ScheduleReader.Read(place, Unit.Share) ?? otherwise;

    private static string Style(YamlPlace place)
    {
        if (place.Scalar is { } style && Styles.Contains(style)) return style;
        place.Problem($"must be one of {string.Join(", ", Styles)}");
        return Styles[0];
    }

    private static Dictionary<int, Schedule> Errors(YamlPlace place)
    {
        var errors = new Dictionary<int, Schedule>();
        foreach (var (name, value) in place.Entries())
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 400 or > 599)
                value.Problem("must be an HTTP status from 400 to 599");
            else if (ScheduleReader.Read(value, Unit.Share) is { } share)
                errors[status] = share;
        }
        return errors;
    }
}
