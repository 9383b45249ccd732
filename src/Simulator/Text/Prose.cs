using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Text;

/// <summary>Writes English-looking sentences of an exact number of tokens, touching on the words of the question.</summary>
internal static class Prose
{
    // A: adjective, N: noun, V: verb, D: adverb; everything else stands as it is.
    private static readonly string[][] Templates = Cut(
        "The A N V the N .",
        "In short , the N V a A N .",
        "A A N usually V the N of the N .",
        "This N D V the A N , and the N V it .",
        "Each N V its own N before the N V .",
        "Note that the A N V D .",
        "As a result , the N and the N V the A N .",
        "You can see that a N V the N when the N is A .",
        "It helps to V the N first , then the A N .");

    private static readonly string[] Adjectives = Spaced(
        "small", "steady", "clear", "recent", "common", "simple", "useful", "local", "careful", "early", "main", "quiet", "broad",
        "exact", "stable", "modern", "plain", "direct", "shared", "typical");

    private static readonly string[] Nouns = Spaced(
        "system", "answer", "method", "result", "model", "record", "question", "service", "pattern", "value", "change", "reader",
        "signal", "process", "example", "reason", "report", "measure", "network", "step", "limit", "source", "market", "team",
        "river", "garden", "engine", "letter", "window", "season");

    private static readonly string[] Verbs = Spaced(
        "shows", "keeps", "follows", "changes", "supports", "explains", "reaches", "guides", "limits", "improves", "checks", "holds",
        "joins", "meets", "serves", "shapes");

    private static readonly string[] Adverbs = Spaced("often", "slowly", "clearly", "rarely", "quickly", "mostly", "still", "always");

    private static readonly Dictionary<string, string> Capitalised = Templates
        .Select(t => t[0]).Distinct(StringComparer.Ordinal).ToDictionary(w => w, w => " " + w, StringComparer.Ordinal);

    /// <summary>Adds exactly <paramref name="tokens"/> pieces, each one token with the space before it. The last is a full stop.</summary>
    public static void Write(List<string> pieces, int tokens, ref SimRandom random, IReadOnlyList<string> topics)
    {
        var end = pieces.Count + tokens;
        while (pieces.Count < end)
        {
            var template = Templates[random.Next(Templates.Length)];
            for (var i = 0; i < template.Length && pieces.Count < end; i++)
            {
                if (pieces.Count == end - 1 && tokens > 1)
                {
                    // A sentence cut at its own stop or comma still ends in one.
                    if (pieces[^1] is "." or ",") pieces[^1] = Pick(Adverbs, ref random);
                    pieces.Add(".");
                    return;
                }
                pieces.Add(Word(template[i], i == 0, pieces.Count == 0, ref random, topics));
            }
        }
    }

    private static string Word(string slot, bool opens, bool first, ref SimRandom random, IReadOnlyList<string> topics)
    {
        if (opens) return first ? slot : Capitalised[slot];
        return slot switch
        {
            "A" => Pick(Adjectives, ref random),
            "N" => topics.Count > 0 && random.Next(3) == 0 ? topics[random.Next(topics.Count)] : Pick(Nouns, ref random),
            "V" => Pick(Verbs, ref random),
            "D" => Pick(Adverbs, ref random),
            _ => slot,
        };
    }

    private static string Pick(string[] words, ref SimRandom random) => words[random.Next(words.Length)];

    private static string[] Spaced(params string[] words) => Array.ConvertAll(words, w => " " + w);

    // Words inside a sentence carry their space; the first one gets it only when a sentence stands before it.
    private static string[][] Cut(params string[] templates) => Array.ConvertAll(templates, t =>
    {
        var words = t.Split(' ');
        for (var i = 1; i < words.Length; i++)
            if (words[i] is not ("A" or "N" or "V" or "D" or "." or ",")) words[i] = " " + words[i];
        return words;
    });
}
