using System.Text.Json;

namespace LlmSentinel.Core.Pricing;

/// <summary>The price keys of a row, of one of its changes, tiers or hours: the same at every level.</summary>
internal sealed class SentinelPriceSet(JsonPrices json)
{
    internal const string UnitKeys =
        "input, output, cacheRead, cacheWrite, cacheWrite1h, inputAudio, inputImage, inputVideo, reasoning, outputAudio, outputImage";
    internal const string Keys = UnitKeys + ", long, tiers, offPeak";

    private readonly List<(long Threshold, bool Inclusive, UnitPrices Prices)> _long = [];
    private readonly Dictionary<string, (decimal? Factor, SentinelPriceSet Prices)> _tiers = [];
    private readonly List<(TimeOnly From, TimeOnly To, SentinelPriceSet Prices)> _offPeak = [];
    private UnitPrices _units = UnitPrices.None;

    /// <summary>Takes a price key; false when it is none.</summary>
    internal bool TryRead(JsonProperty property, string key)
    {
        switch (property.Name)
        {
            case "long": ReadLong(property.Value, key); return true;
            case "tiers": ReadTiers(property.Value, key); return true;
            case "offPeak": ReadOffPeak(property.Value, key); return true;
            default:
                if (ReadUnit(_units, property, key) is not { } units) return false;
                _units = units;
                return true;
        }
    }

    /// <summary>The complete set: what a tier, an hour or a long prompt does not price costs what it costs otherwise.</summary>
    internal PriceSet Build(UnitPrices under)
    {
        var units = _units.Over(under);
        LongContext[] lengths = [.. _long.Select(tier => new LongContext(tier.Threshold, tier.Inclusive, tier.Prices.Over(units)))];
        return PriceSet.Create(
            units,
            lengths,
            _tiers.ToDictionary(static tier => tier.Key, tier => Tier(tier.Value.Factor, tier.Value.Prices, units, lengths), StringComparer.Ordinal),
            [.. _offPeak.Select(window => new OffPeak(window.From, window.To, window.Prices.Build(units)))]);
    }

    private static PriceSet Tier(decimal? factor, SentinelPriceSet tier, UnitPrices units, LongContext[] lengths) =>
        factor is { } times
            ? PriceSet.Create(units.Times(times), [.. lengths.Select(length => length with { Prices = length.Prices.Times(times) })])
            : tier.Build(units);

    private UnitPrices? ReadUnit(UnitPrices units, JsonProperty property, string key) => property.Name switch
    {
        "input" => units with { Input = json.Price(property.Value, key) },
        "output" => units with { Output = json.Price(property.Value, key) },
        "cacheRead" => units with { CacheRead = json.Price(property.Value, key) },
        "cacheWrite" => units with { CacheWrite = json.Price(property.Value, key) },
        "cacheWrite1h" => units with { CacheWrite1h = json.Price(property.Value, key) },
        "inputAudio" => units with { InputAudio = json.Price(property.Value, key) },
        "inputImage" => units with { InputImage = json.Price(property.Value, key) },
        "inputVideo" => units with { InputVideo = json.Price(property.Value, key) },
        "reasoning" => units with { Reasoning = json.Price(property.Value, key) },
        "outputAudio" => units with { OutputAudio = json.Price(property.Value, key) },
        "outputImage" => units with { OutputImage = json.Price(property.Value, key) },
        _ => null,
    };

    private void ReadLong(JsonElement value, string key)
    {
        const string allowed = "a list of objects with above (or from) and " + UnitKeys;
        foreach (var (element, at) in Objects(value, key, allowed))
        {
            var errors = json.Errors.Count;
            long? threshold = null;
            var inclusive = false;
            var units = UnitPrices.None;
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name is "above" or "from")
                {
                    inclusive = property.Name == "from";
                    if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out var tokens) && tokens > 0) threshold = tokens;
                    else json.Error($"{at}.{property.Name}", $"{JsonPrices.Shown(property.Value)} is not a number of tokens", "a whole number over 0");
                }
                else if (ReadUnit(units, property, $"{at}.{property.Name}") is { } read)
                    units = read;
                else
                    json.Error($"{at}.{property.Name}", "not a key", allowed);
            }

            if (threshold is not null) _long.Add((threshold.Value, inclusive, units));
            else if (json.Errors.Count == errors) json.Error(at, "no threshold", allowed);
        }
    }

    private void ReadTiers(JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            json.Error(key, $"{JsonPrices.Shown(value)} is not a map", "priority, flex, batch");
            return;
        }

        foreach (var property in value.EnumerateObject())
        {
            var at = $"{key}.{property.Name}";
            if (!ServiceTiers.All.Contains(property.Name) || property.Value.ValueKind != JsonValueKind.Object)
            {
                json.Error(at, "not a tier", "objects named priority, flex, batch with factor, or " + UnitKeys + ", long");
                continue;
            }

            decimal? factor = null;
            var prices = new SentinelPriceSet(json);
            foreach (var inner in property.Value.EnumerateObject())
            {
                if (inner.Name == "factor") factor = json.Price(inner.Value, $"{at}.factor");
                else if (inner.Name is "tiers" or "offPeak" || !prices.TryRead(inner, $"{at}.{inner.Name}"))
                    json.Error($"{at}.{inner.Name}", "not a key", "factor, or " + UnitKeys + ", long");
            }

            _tiers[property.Name] = (factor, prices);
        }
    }

    private void ReadOffPeak(JsonElement value, string key)
    {
        const string allowed = "a list of objects with from, to (UTC, as 16:30) and " + UnitKeys + ", long";
        foreach (var (element, at) in Objects(value, key, allowed))
        {
            var errors = json.Errors.Count;
            TimeOnly? from = null, to = null;
            var prices = new SentinelPriceSet(json);
            foreach (var property in element.EnumerateObject())
            {
                var inner = $"{at}.{property.Name}";
                if (property.Name == "from") from = json.Time(property.Value, inner);
                else if (property.Name == "to") to = json.Time(property.Value, inner);
                else if (property.Name is "tiers" or "offPeak" || !prices.TryRead(property, inner)) json.Error(inner, "not a key", allowed);
            }

            if (from is not null && to is not null) _offPeak.Add((from.Value, to.Value, prices));
            else if (json.Errors.Count == errors) json.Error(at, "from and to are both needed", allowed);
        }
    }

    private List<(JsonElement Element, string Key)> Objects(JsonElement value, string key, string allowed)
    {
        List<(JsonElement, string)> objects = [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            json.Error(key, $"{JsonPrices.Shown(value)} is not a list", allowed);
            return objects;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var at = $"{key}[{index++}]";
            if (element.ValueKind == JsonValueKind.Object) objects.Add((element, at));
            else json.Error(at, $"{JsonPrices.Shown(element)} is not an object", allowed);
        }

        return objects;
    }
}
