using System.Globalization;
using System.Text.Json;

namespace LlmSentinel.Core.Pricing;

/// <summary>Reads the values of a price file and collects what is wrong with them.</summary>
internal sealed class JsonPrices(string file)
{
    internal const decimal MaxPerMillion = 1_000_000m;
    private const int MaxErrors = 100;

    private readonly List<PriceListError> _errors = [];

    internal string File => file;

    internal IReadOnlyList<PriceListError> Errors => _errors;

    internal void Error(string key, string problem, string allowed)
    {
        if (_errors.Count < MaxErrors) _errors.Add(new PriceListError(file, key, problem, allowed));
    }

    /// <summary>A price as number or string; null when absent (JSON null) or, with an error noted, when it is not a price.</summary>
    internal decimal? Price(JsonElement value, string key, decimal scale = 1)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (TryDecimal(value, out var number) && number >= 0 && number <= MaxPerMillion / scale) return number * scale;
        Error(key, $"{Shown(value)} is not a price", FormattableString.Invariant($"a number from 0 to {MaxPerMillion / scale}"));
        return null;
    }

    internal string? Text(JsonElement value, string key)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= ModelNames.MaxLength } text) return text;
        Error(key, $"{Shown(value)} is not a name", $"a text of 1 to {ModelNames.MaxLength} characters");
        return null;
    }

    internal DateOnly? Date(JsonElement value, string key)
    {
        if (value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Error(key, $"{Shown(value)} is not a date", "a date as 2026-08-21");
        return null;
    }

    internal TimeOnly? Time(JsonElement value, string key)
    {
        if (value.ValueKind == JsonValueKind.String && TryTime(value.GetString(), out var time)) return time;
        Error(key, $"{Shown(value)} is not a time of day", "a time in UTC as 16:30");
        return null;
    }

    internal static bool TryTime(ReadOnlySpan<char> text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    internal static bool TryDecimal(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out number)
                || decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            JsonValueKind.String => decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    internal static string Shown(JsonElement value)
    {
        const int most = 40;
        var raw = value.GetRawText();
        return raw.Length <= most ? raw : string.Concat(raw.AsSpan(0, most), "...");
    }
}
