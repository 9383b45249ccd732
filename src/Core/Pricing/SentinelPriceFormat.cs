using System.Text.Json;

namespace LlmSentinel.Core.Pricing;

/// <summary>The format of <c>prices.json</c>, described in docs/pricing.md. Strict: a key it does not know is an error.</summary>
internal sealed class SentinelPriceFormat(JsonPrices json)
{
    private const string TopKeys = "version, models";
    private const string RowKeys = "provider, model, aliases, kind, request, webSearch, speed, geo, changes, source, date, "
        + SentinelPriceSet.Keys;

    private string _version = "";

    internal PriceList? Read(JsonElement root)
    {
        JsonElement models = default;
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "version": _version = json.Text(property.Value, "version") ?? ""; break;
                case "models": models = property.Value; break;
                default: json.Error(property.Name, "not a key", TopKeys); break;
            }
        }

        if (_version.Length == 0) json.Error("version", "missing", "the list's date, as 2026-08-21");
        var list = new PriceList(json.File, _version);
        var index = 0;
        foreach (var element in models.EnumerateArray())
        {
            var key = $"models[{index++}]";
            if (element.ValueKind != JsonValueKind.Object)
                json.Error(key, $"{JsonPrices.Shown(element)} is not a row", "an object with " + RowKeys);
            else if (ReadRow(element, key) is { } row && !list.TryAdd(row, out var taken))
                json.Error(key, $"'{taken}' of {row.Provider} has a row already", "one row for each name of a provider");
        }

        return list;
    }

    private PriceRow? ReadRow(JsonElement element, string key)
    {
        var errors = json.Errors.Count;
        string? provider = null, model = null, source = null;
        string[] aliases = [];
        var kind = PricedKind.Chat;
        decimal? request = null, webSearch = null;
        DateOnly? date = null;
        Dictionary<string, decimal> speed = [], geo = [];
        var prices = new SentinelPriceSet(json);
        List<(DateOnly From, PriceSet Prices)> periods = [];
        foreach (var property in element.EnumerateObject())
        {
            var at = $"{key}.{property.Name}";
            switch (property.Name)
            {
                case "provider": provider = json.Text(property.Value, at); break;
                case "model": model = json.Text(property.Value, at); break;
                case "aliases": aliases = Aliases(property.Value, at); break;
                case "kind": kind = Kind(property.Value, at); break;
                case "request": request = json.Price(property.Value, at); break;
                case "webSearch": webSearch = json.Price(property.Value, at); break;
                case "speed": speed = Factors(property.Value, at); break;
                case "geo": geo = Factors(property.Value, at); break;
                case "changes": periods = Changes(property.Value, at); break;
                case "source": source = json.Text(property.Value, at); break;
                case "date": date = json.Date(property.Value, at); break;
                default:
                    if (!prices.TryRead(property, at)) json.Error(at, "not a key", RowKeys);
                    break;
            }
        }

        // A value that is wrong is not also missing.
        var allRead = json.Errors.Count == errors;
        if (provider is null && allRead) json.Error($"{key}.provider", "missing", "a provider, for example openai");
        if (model is null && allRead) json.Error($"{key}.model", "missing", "a model name");
        var first = prices.Build(UnitPrices.None);
        if (allRead)
        {
            CheckComplete(first, kind, key);
            foreach (var (_, later) in periods) CheckComplete(later, kind, $"{key}.changes");
        }

        if (json.Errors.Count > errors) return null;
        return new PriceRow
        {
            Provider = PriceProviders.Canonical(provider!),
            Model = model!,
            Aliases = aliases,
            Kind = kind,
            RequestFee = request,
            WebSearchFee = webSearch,
            Speed = speed,
            Geo = geo,
            Source = source,
            Date = date,
            Version = _version,
            Periods = [(DateOnly.MinValue, first), .. periods.OrderBy(static period => period.From)],
        };
    }

    private void CheckComplete(PriceSet set, PricedKind kind, string key)
    {
        if (set.Base.Input is null) json.Error($"{key}.input", "missing", "US dollars per million input tokens");
        if (set.Base.Output is null && kind == PricedKind.Chat)
            json.Error($"{key}.output", "missing", "US dollars per million output tokens, or kind: embedding");
    }

    private PricedKind Kind(JsonElement value, string key)
    {
        if (value.ValueEquals("chat")) return PricedKind.Chat;
        if (value.ValueEquals("embedding")) return PricedKind.Embedding;
        json.Error(key, $"{JsonPrices.Shown(value)} is not a kind", "chat, embedding");
        return PricedKind.Chat;
    }

    private string[] Aliases(JsonElement value, string key)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select((alias, i) => json.Text(alias, $"{key}[{i}]")).OfType<string>().Distinct()];
        json.Error(key, $"{JsonPrices.Shown(value)} is not a list", "a list of names");
        return [];
    }

    private Dictionary<string, decimal> Factors(JsonElement value, string key)
    {
        var factors = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
        {
            json.Error(key, $"{JsonPrices.Shown(value)} is not a map", "factors by name, for example fast: 2");
            return factors;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (JsonPrices.TryDecimal(property.Value, out var factor) && factor is > 0 and <= 100) factors[property.Name] = factor;
            else json.Error($"{key}.{property.Name}", $"{JsonPrices.Shown(property.Value)} is not a factor", "a number over 0, up to 100");
        }

        return factors;
    }

    private List<(DateOnly From, PriceSet Prices)> Changes(JsonElement value, string key)
    {
        const string allowed = "a list of objects with from, " + SentinelPriceSet.Keys;
        List<(DateOnly, PriceSet)> changes = [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            json.Error(key, $"{JsonPrices.Shown(value)} is not a list", allowed);
            return changes;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var at = $"{key}[{index++}]";
            var errors = json.Errors.Count;
            DateOnly? from = null;
            var prices = new SentinelPriceSet(json);
            if (element.ValueKind != JsonValueKind.Object)
            {
                json.Error(at, $"{JsonPrices.Shown(element)} is not an object", allowed);
                continue;
            }

            foreach (var property in element.EnumerateObject())
            {
                if (property.Name == "from") from = json.Date(property.Value, $"{at}.from");
                else if (!prices.TryRead(property, $"{at}.{property.Name}")) json.Error($"{at}.{property.Name}", "not a key", allowed);
            }

            if (from is null && json.Errors.Count == errors) json.Error($"{at}.from", "missing", "a date as 2026-08-21");
            else if (from is not null) changes.Add((from.Value, prices.Build(UnitPrices.None)));
        }

        return changes;
    }
}
