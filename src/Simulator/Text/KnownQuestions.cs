using System.Collections.Frozen;
using System.Globalization;

namespace LlmSentinel.Simulator;

/// <summary>
/// The built-in questions: always the same hundred, made without chance. The simulator finds one when the last user message, or one
/// of its lines, is the question (letter case and surrounding spaces do not matter).
/// </summary>
public static class KnownQuestions
{
    private static readonly string[] Capitals =
    [
        "France:Paris", "Germany:Berlin", "Japan:Tokyo", "Italy:Rome", "Spain:Madrid", "Portugal:Lisbon", "Norway:Oslo",
        "Sweden:Stockholm", "Finland:Helsinki", "Denmark:Copenhagen", "Poland:Warsaw", "Austria:Vienna", "Greece:Athens",
        "Hungary:Budapest", "Ireland:Dublin", "Egypt:Cairo", "Kenya:Nairobi", "Canada:Ottawa", "Cuba:Havana", "Peru:Lima",
        "Chile:Santiago", "Thailand:Bangkok", "Vietnam:Hanoi", "Australia:Canberra", "Iceland:Reykjavik",
    ];

    private static readonly string[] Opposites =
    [
        "hot:cold", "big:small", "early:late", "open:closed", "empty:full", "light:dark", "fast:slow", "dry:wet", "high:low",
        "strong:weak", "loud:quiet", "near:far",
    ];

    private static readonly string[] Facts =
    [
        "How many days are in a week?:7", "How many months are in a year?:12", "How many minutes are in an hour?:60",
        "How many legs does a spider have?:8", "How many sides does a hexagon have?:6", "How many continents are there?:7",
        "Which planet is known as the red planet?:Mars", "What is the chemical symbol for gold?:Au",
        "What is the chemical symbol for iron?:Fe", "Which planet is closest to the sun?:Mercury",
        "What gas do plants take in?:Carbon dioxide", "Which ocean is the largest?:Pacific", "Who wrote Hamlet?:Shakespeare",
        "What is the freezing point of water in Celsius?:0", "What is the boiling point of water in Celsius?:100",
        "How many letters are in the English alphabet?:26", "Which metal is liquid at room temperature?:Mercury",
        "What is the largest mammal?:Blue whale",
    ];

    /// <summary>All questions, in a fixed order.</summary>
    public static IReadOnlyList<KnownQuestion> All { get; } = [.. Make()];

    private static readonly FrozenDictionary<string, int> Index =
        Enumerable.Range(0, All.Count).ToFrozenDictionary(i => All[i].Question, i => i, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int[]> OfKind = Enumerable.Range(0, All.Count)
        .GroupBy(i => All[i].Kind).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    /// <summary>The question asked in a message, or null.</summary>
    public static KnownQuestion? Find(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var lookup = Index.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in message.AsSpan().EnumerateLines())
            if (lookup.TryGetValue(line.Trim(), out var at)) return All[at];
        return null;
    }

    /// <summary>An answer that is wrong for the question but right for another of its kind; <paramref name="pick"/> chooses which.</summary>
    public static string WrongAnswer(KnownQuestion question, int pick)
    {
        ArgumentNullException.ThrowIfNull(question);
        var others = OfKind[question.Kind];
        for (var i = 0; ; i++)
        {
            var other = All[others[(int)((uint)(pick + i) % (uint)others.Length)]];
            if (!string.Equals(other.Answer, question.Answer, StringComparison.OrdinalIgnoreCase)) return other.Answer;
        }
    }

    private static IEnumerable<KnownQuestion> Make()
    {
        for (var i = 0; i < 15; i++) yield return Sum(12 + (i * 7), 5 + (i * 11));
        for (var i = 0; i < 15; i++) yield return Product(3 + i, 4 + (i * 3 % 11));
        for (var i = 0; i < 15; i++)
        {
            var (from, step) = (2 + i, 3 + (i % 5));
            yield return new("sequence", Text($"Which number comes next: {from}, {from + step}, {from + (2 * step)}?"), Text($"{from + (3 * step)}"));
        }
        foreach (var (country, city) in Pairs(Capitals)) yield return new("capital", $"What is the capital of {country}?", city);
        foreach (var (word, opposite) in Pairs(Opposites)) yield return new("opposite", $"What is the opposite of {word}?", opposite);
        foreach (var (question, answer) in Pairs(Facts)) yield return new("fact", question, answer);
    }

    private static KnownQuestion Sum(int a, int b) => new("arithmetic", Text($"What is {a} + {b}?"), Text($"{a + b}"));

    private static KnownQuestion Product(int a, int b) => new("arithmetic", Text($"What is {a} * {b}?"), Text($"{a * b}"));

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string, string)> Pairs(string[] items) => items.Select(i => i.LastIndexOf(':') is var at ? (i[..at], i[(at + 1)..]) : default);
}
