namespace LlmSentinel.Configuration.Values;

/// <summary>Finds the word a user probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest of <paramref name="words"/>; null when none is near.</summary>
    public static string? For(string word, IEnumerable<string> words)
    {
        // Long input is no slip of the pen, and would make the table below large.
        if (word.Length > 64)
            return null;
        var plain = Plain(word);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in words)
        {
            var other = Plain(candidate);
            var distance = Distance(plain, other);
            var limit = Math.Max(1, Math.Max(plain.Length, other.Length) / 3);
            var begins = plain.Length >= 3 && other.StartsWith(plain, StringComparison.Ordinal);
            if ((distance <= limit || begins) && distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Lower case without separators: api_key, api-key and apiKey are the same slip.</summary>
    public static string Plain(string word) =>
        word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var edits = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits = Math.Min(edits, table[i - 2, j - 2] + 1);
                table[i, j] = edits;
            }
        }
        return table[a.Length, b.Length];
    }
}
