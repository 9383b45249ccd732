using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>What a 400 or 422 says of the points of a batch.</summary>
internal static partial class RefusalReader
{
    /// <summary>Null when the answer is not about points.</summary>
    public static Refusal? Read(int status, ErrorBody error)
    {
        if (!error.IsInflux)
            return null;
        if (error.Lines.Count > 0)
            return new Refusal(error.DataIsList, error.Lines.Count, error.Lines);

        // 1.x and 2.x answer partly written batches with 'partial write', 2.x with 422 besides. 1.x takes what it can parse even where
        // it says no more than what it cannot; 2.x then takes nothing. Taking the rest for not written is safe: points are written twice.
        var partial = status == 422 || error.Message.Contains("partial write", StringComparison.Ordinal);
        var dropped = DroppedCount().Match(error.Message) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 ? count : (int?)null;
        var lines = Unparsed().Matches(error.Message)
            .Select(m => new RefusedLine(null, m.Groups[1].Value, m.Groups[2].Value.Trim()))
            .ToList();
        return new Refusal(partial, dropped, lines);
    }

    [GeneratedRegex("dropped=([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex DroppedCount();

    // The line stands in quotes it may hold itself; what follows tells where it ends.
    [GeneratedRegex("unable to parse '(.*?)': (.*?)(?=\\n|unable to parse '| dropped=|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Unparsed();
}
