using System.Text.RegularExpressions;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>What somebody chose at the top of a dashboard, put into queries as Grafana does.</summary>
/// <param name="Values">Chosen values by variable; one that is missing is All.</param>
internal sealed partial record Choice(IReadOnlyDictionary<string, string[]> Values)
{
    /// <summary>All of everything.</summary>
    public static Choice Everything { get; } = new(new Dictionary<string, string[]>());

    /// <summary>What panels that count are read from, as the dashboard has it.</summary>
    public string From { get; init; } = "\"llm_exchange\"";

    /// <summary>Interval of the graphs, in seconds.</summary>
    public int Seconds { get; init; } = 5;

    /// <summary>PromQL: values escaped for a regular expression within a string, several in parentheses.</summary>
    public string ForPrometheus(string query) => PlainVariable().Replace(query, match => Value(match.Groups[1].Value, value =>
        PrometheusSpecial().Replace(value.Replace(@"\", @"\\\\", StringComparison.Ordinal), @"\\$&")));

    /// <summary>InfluxQL with the format <c>regex</c>: values escaped for a regular expression between slashes, several in parentheses.</summary>
    public string ForInflux(string query) => RegexVariable().Replace(
        query.Replace("${resolution:raw}", From, StringComparison.Ordinal), match => Value(match.Groups[1].Value, value => InfluxSpecial().Replace(value, @"\$&")));

    private string Value(string variable, Func<string, string> escape)
    {
        if (!Values.TryGetValue(variable, out var chosen))
            return ".*";
        var escaped = chosen.Select(escape).ToList();
        return escaped.Count == 1 ? escaped[0] : $"({string.Join('|', escaped)})";
    }

    [GeneratedRegex(@"\$(upstream|model|app|instance|evaluator)\b")]
    private static partial Regex PlainVariable();

    [GeneratedRegex(@"\$\{(\w+):regex\}")]
    private static partial Regex RegexVariable();

    [GeneratedRegex(@"[$^*{}\[\]'+?.()|]")]
    private static partial Regex PrometheusSpecial();

    [GeneratedRegex(@"[\\^$*+?.()|\[\]{}/]")]
    private static partial Regex InfluxSpecial();
}
