using YamlDotNet.RepresentationModel;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>Reads numbers and words over time.</summary>
internal static class ScheduleReader
{
    public static readonly string[] Keys = ["value", "step", "ramp", "spike"];

    public static Schedule? Read(YamlPlace place, Unit unit)
    {
        if (place.Node is YamlScalarNode) return unit.Read(place) is { } steady ? steady : null;

        double? value = null;
        var changes = new List<ScheduleChange>();
        foreach (var (name, entry) in place.Entries(Keys))
        {
            if (name == "value") value = unit.Read(entry);
            else changes.AddRange(entry.OneOrMore().Select(e => Change(name, e, unit)).OfType<ScheduleChange>());
        }
        // Shares start from none; of a length or a time there is no natural start.
        if (value is null && unit != Unit.Share && changes.FirstOrDefault() is not Ramp { From: not null })
            place.Problem("value is missing: what it is before the change");
        return new Schedule(value ?? 0, [.. changes]);
    }

    public static TextSchedule? ReadText(YamlPlace place)
    {
        if (place.Scalar is { } steady) return new TextSchedule(steady);
        string? value = null;
        var steps = new List<(TimeSpan, string)>();
        foreach (var (name, entry) in place.Entries(["value", "step"]))
        {
            if (name == "value")
            {
                value = Word(entry);
                continue;
            }
            foreach (var step in entry.OneOrMore())
            {
                var fields = Fields(step, "at", "to");
                if (fields is not null && Unit.Time(fields[0]!) is { } at && Word(fields[1]!) is { } to) steps.Add((at, to));
            }
        }
        return new TextSchedule(value, [.. steps]);
    }

    public static string? Word(YamlPlace place)
    {
        if (place.Scalar is { Length: > 0 } word) return word;
        place.Problem("must be a word");
        return null;
    }

    private static ScheduleChange? Change(string kind, YamlPlace place, Unit unit)
    {
        switch (kind)
        {
            case "step":
                return Fields(place, "at", "to") is [{ } at, { } to] && Unit.Time(at) is { } time && unit.Read(to) is { } value
                    ? new Step(time, value) : null;
            case "spike":
                return Fields(place, "at", "for", "to") is [{ } from, { } length, { } peak]
                    && Unit.Time(from) is { } start && Unit.Time(length) is { } duration && unit.Read(peak) is { } top
                    ? new Spike(start, duration, top) : null;
            default:
                return ReadRamp(place, unit);
        }
    }

    private static Ramp? ReadRamp(YamlPlace place, Unit unit)
    {
        if (Fields(place, "from?", "to", "start", "end") is not [var from, { } to, { } start, { } end]) return null;
        var first = from is null ? null : unit.Read(from);
        if (unit.Read(to) is not { } last || Unit.Time(start) is not { } begin || Unit.Time(end) is not { } finish) return null;
        if (finish > begin) return new Ramp(first, last, begin, finish);
        end.Problem("end must be after start");
        return null;
    }

    // The named fields of a change in this order; a name that ends in ? may be missing.
    private static YamlPlace?[]? Fields(YamlPlace place, params string[] names)
    {
        var plain = Array.ConvertAll(names, n => n.TrimEnd('?'));
        var found = new YamlPlace?[names.Length];
        if (place.Node is not YamlMappingNode)
        {
            place.Problem($"must be a mapping with the keys {string.Join(", ", plain)}");
            return null;
        }
        foreach (var (name, entry) in place.Entries(plain)) found[Array.IndexOf(plain, name)] = entry;
        for (var i = 0; i < names.Length; i++)
        {
            if (found[i] is not null || names[i].EndsWith('?')) continue;
            place.Problem($"{plain[i]} is missing");
            return null;
        }
        return found;
    }
}
