using System.Globalization;
using System.Text;
using LlmSentinel.Grafana.Reserved;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>Points of the measurements later versions write, by their description.</summary>
internal static class LaterPoints
{
    private static readonly string[] Kinds = ["evidence", "finding", "deploy"];

    /// <summary>A minute of them, one a second, up to now.</summary>
    public static byte[] Write(DateTimeOffset now)
    {
        var lines = new StringBuilder();
        foreach (var measurement in ReservedMeasurements.All)
        {
            string[] evaluators = measurement.Name is Measurements.Drift or Measurements.Score ? ["judge", "prompt_length", "answer_length"] : ["any"];
            var outcomes = measurement.Outcome.Contains(',', StringComparison.Ordinal) ? measurement.Outcome.Split(", ") : [""];
            for (var second = 0; second < 60; second++)
            {
                foreach (var evaluator in evaluators)
                {
                    foreach (var outcome in outcomes)
                        Add(lines, measurement, evaluator, outcome, now.AddSeconds(-second), second);
                }
            }
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static void Add(StringBuilder lines, Measurement measurement, string evaluator, string outcome, DateTimeOffset time, int number)
    {
        var fields = measurement.Fields.Select(field => field.Name + "=" + (field.Name, field.Type) switch
        {
            ("kind", _) => $"\"{Kinds[number % Kinds.Length]}\"",
            (_, "integer") => "1i",
            (_, "float") => (0.5 + (number % 7 * 0.01)).ToString(CultureInfo.InvariantCulture),
            _ => "\"text\"",
        });
        lines.Append(CultureInfo.InvariantCulture, $"{measurement.Name},app={Traffic.App},evaluator={evaluator},model={Traffic.Model},operation=chat,");
        if (outcome.Length > 0)
            lines.Append(CultureInfo.InvariantCulture, $"outcome={outcome},");
        lines.Append(CultureInfo.InvariantCulture, $"upstream={Traffic.OpenAI} schema=1i,{string.Join(',', fields)} {time.ToUnixTimeMilliseconds() * 1_000_000}\n");
    }
}
