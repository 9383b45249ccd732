using YamlDotNet.RepresentationModel;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>Reads what numbers are drawn from: a schedule alone is always that number; else one named distribution with min and max.</summary>
internal static class DistributionReader
{
    private static readonly string[] Kinds = ["constant", "normal", "lognormal", "exponential", "uniform"];
    private static readonly string[] Allowed = [.. Kinds, "min", "max", .. ScheduleReader.Keys];

    public static Distribution? Read(YamlPlace place, Unit unit)
    {
        if (place.Node is not YamlMappingNode mapping || mapping.Children.Keys.Any(k => k is YamlScalarNode s && ScheduleReader.Keys.Contains(s.Value)))
            return ScheduleReader.Read(place, unit) is { } schedule ? new ConstantDistribution(schedule) : null;

        Distribution? distribution = null;
        double? min = null, max = null;
        foreach (var (name, entry) in place.Entries(Allowed))
        {
            if (name == "min") min = unit.Read(entry);
            else if (name == "max") max = unit.Read(entry);
            else if (distribution is not null) entry.Problem($"only one of {string.Join(", ", Kinds)} is possible");
            else distribution = One(name, entry, unit);
        }
        if (distribution is null && place.Problems.Count == 0) place.Problem($"one of {string.Join(", ", Kinds)} is missing");
        return distribution is null ? null : distribution with { Min = min, Max = max };
    }

    private static Distribution? One(string kind, YamlPlace place, Unit unit)
    {
        switch (kind)
        {
            case "constant":
                return ScheduleReader.Read(place, unit) is { } value ? new ConstantDistribution(value) : null;
            case "normal":
                return Two(place, unit, "mean", unit, "sd") is var (mean, sd) ? new NormalDistribution(mean, sd) : null;
            case "lognormal":
                return Two(place, unit, "median", Unit.Count, "sigma") is var (median, sigma) ? new LogNormalDistribution(median, sigma) : null;
            case "uniform":
                return Two(place, unit, "from", unit, "to") is var (from, to) ? new UniformDistribution(from, to) : null;
            default:
                return Two(place, unit, "mean", unit, null) is var (rate, _) ? new ExponentialDistribution(rate) : null;
        }
    }

    private static (Schedule, Schedule)? Two(YamlPlace place, Unit firstUnit, string first, Unit secondUnit, string? second)
    {
        Schedule? a = null, b = null;
        foreach (var (name, entry) in place.Entries(second is null ? [first] : [first, second]))
        {
            if (name == first) a = ScheduleReader.Read(entry, firstUnit);
            else b = ScheduleReader.Read(entry, secondUnit);
        }
        if (a is null && place.Node is YamlMappingNode one && !Has(one, first)) place.Problem($"{first} is missing");
        if (second is not null && b is null && place.Node is YamlMappingNode two && !Has(two, second)) place.Problem($"{second} is missing");
        return a is null || (second is not null && b is null) ? null : (a, b ?? 0);
    }

    private static bool Has(YamlMappingNode mapping, string name) => mapping.Children.ContainsKey(new YamlScalarNode(name));
}
