using System.Text.Json;

namespace LlmSentinel.Core.Pricing;

/// <summary>One row of LiteLLM's catalogue on its way to a <see cref="PriceRow"/>.</summary>
internal sealed class LiteLlmPriceRow(JsonPrices json, string name, string provider)
{
    private const decimal PerMillion = 1_000_000m;

    private readonly Dictionary<(string? Tier, long Above), UnitPrices> _prices = [];
    private readonly Dictionary<string, decimal> _speed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _geo = new(StringComparer.Ordinal);
    private readonly List<(TimeOnly From, TimeOnly To, UnitPrices Prices)> _offPeak = [];
    private decimal? _requestFee;
    private decimal? _webSearchFee;
    private string? _source;

    // xAI charges the dearer price from the threshold on, everybody else above it.
    private bool Inclusive => provider == PriceProviders.XAI;

    /// <summary>The row, or null when it has no price by token.</summary>
    internal PriceRow? Read(JsonElement row, string model, PricedKind kind, string version)
    {
        foreach (var property in row.EnumerateObject()) Read(property);
        var units = _prices.GetValueOrDefault((null, 0), UnitPrices.None);
        if (units.Input is null) return null;
        return new PriceRow
        {
            Provider = provider,
            Model = model,
            Kind = kind,
            RequestFee = _requestFee,
            WebSearchFee = _webSearchFee,
            Speed = _speed,
            Geo = _geo,
            Source = _source,
            Version = version,
            Periods = [(DateOnly.MinValue, PriceSet.Create(
                units,
                Lengths(null, units),
                Tiers(units),
                [.. _offPeak.Select(window => new OffPeak(window.From, window.To, PriceSet.Create(window.Prices.Over(units))))]))],
        };
    }

    private Dictionary<string, PriceSet> Tiers(UnitPrices units)
    {
        var tiers = new Dictionary<string, PriceSet>(StringComparer.Ordinal);
        foreach (var tier in _prices.Keys.Select(static key => key.Tier).OfType<string>().Distinct())
        {
            var own = _prices.GetValueOrDefault((tier, 0), UnitPrices.None).Over(units);
            tiers[tier] = PriceSet.Create(own, Lengths(tier, own));
        }

        return tiers;
    }

    private LongContext[] Lengths(string? tier, UnitPrices units) =>
        [.. _prices.Where(price => price.Key.Tier == tier && price.Key.Above > 0)
            .Select(price => new LongContext(price.Key.Above, Inclusive, price.Value.Over(units)))];

    private void Read(JsonProperty property)
    {
        var key = $"{name}.{property.Name}";
        switch (property.Name)
        {
            case "tiered_pricing": ReadTiered(property.Value, key); break;
            case "off_peak_pricing": ReadOffPeak(property.Value, key); break;
            case "provider_specific_entry": ReadFactors(property.Value, key); break;
            case "search_context_cost_per_query": ReadWebSearch(property.Value, key); break;
            case "input_cost_per_request": _requestFee = json.Price(property.Value, key); break;
            case "source" when property.Value.ValueKind == JsonValueKind.String: _source = property.Value.GetString(); break;
            default:
                if (LiteLlmPriceKey.TryParse(property.Name, out var price)) Put(price.Tier, price.Above, price, property.Value, key);
                break;
        }
    }

    private void Put(string? tier, long above, LiteLlmPriceKey price, JsonElement value, string key)
    {
        if (json.Price(value, key, PerMillion) is { } perMillion)
            _prices[(tier, above)] = price.Set(_prices.GetValueOrDefault((tier, above), UnitPrices.None), perMillion);
    }

    /// <summary>One price by length of prompt for all of its tokens; the first range is the base.</summary>
    private void ReadTiered(JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Array) return;
        var index = 0;
        foreach (var tier in value.EnumerateArray())
        {
            var at = $"{key}[{index++}]";
            if (tier.ValueKind != JsonValueKind.Object || !tier.TryGetProperty("range", out var range)
                || range.ValueKind != JsonValueKind.Array || range.GetArrayLength() == 0
                || !JsonPrices.TryDecimal(range[0], out var from) || from is < 0 or > 1_000_000_000)
            {
                json.Error(at, "no range", "an object with range: [from, to] in tokens and prices");
                continue;
            }

            foreach (var property in tier.EnumerateObject())
            {
                if (LiteLlmPriceKey.TryParse(property.Name, out var price))
                    Put(price.Tier, (long)from, price, property.Value, $"{at}.{property.Name}");
            }
        }
    }

    private void ReadOffPeak(JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("hours_utc", out var hours)) return;
        var text = hours.ValueKind == JsonValueKind.String ? hours.GetString()! : "";
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !JsonPrices.TryTime(text.AsSpan(0, dash), out var from) || !JsonPrices.TryTime(text.AsSpan(dash + 1), out var to))
        {
            json.Error($"{key}.hours_utc", $"{JsonPrices.Shown(hours)} is not a span of hours", "as 16:30-00:30, in UTC");
            return;
        }

        var units = UnitPrices.None;
        foreach (var property in value.EnumerateObject())
        {
            if (LiteLlmPriceKey.TryParse(property.Name, out var price)
                && json.Price(property.Value, $"{key}.{property.Name}", PerMillion) is { } perMillion)
            {
                units = price.Set(units, perMillion);
            }
        }

        _offPeak.Add((from, to, units));
    }

    private void ReadFactors(JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            // The entry holds other things than factors too.
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.True or JsonValueKind.False) continue;
            if (!JsonPrices.TryDecimal(property.Value, out var factor) || factor is <= 0 or > 100)
                json.Error($"{key}.{property.Name}", $"{JsonPrices.Shown(property.Value)} is not a factor", "a number over 0, up to 100");
            else if (property.Name == "fast") _speed["fast"] = factor;
            else _geo[property.Name] = factor;
        }
    }

    /// <summary>A fee is known only where it does not depend on the search's size, which an answer does not tell.</summary>
    private void ReadWebSearch(JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            _webSearchFee = json.Price(value, key);
            return;
        }

        var fees = value.EnumerateObject().Select(fee => json.Price(fee.Value, $"{key}.{fee.Name}")).Distinct().ToArray();
        if (fees is [{ } fee]) _webSearchFee = fee;
    }
}
