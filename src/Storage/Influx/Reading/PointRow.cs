using System.Text.Json;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>One row of a query's result, read by name of the column. What is not there is null.</summary>
internal readonly struct PointRow(PointColumns columns, JsonElement values)
{
    /// <summary>Time of the point, in nanoseconds since 1970.</summary>
    public long Time => Number("time") ?? throw new InfluxException("The server's answer to a query has a row without a time.");

    public string? Text(string column) => Value(column) is { ValueKind: JsonValueKind.String } text ? FieldText.Decode(text.GetString()!) : null;

    /// <summary>A tag as it stands: an empty one is none.</summary>
    public string? Tag(string column) => Value(column) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } tag ? tag : null;

    public bool? Flag(string column) => Value(column).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>A whole number; a server may tell it with a fraction of nothing.</summary>
    public long? Number(string column)
    {
        var value = Value(column);
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        return value.TryGetInt64(out var number) ? number : (long)decimal.Clamp(Decimal(value), long.MinValue, long.MaxValue);
    }

    /// <summary>An amount, of as many digits as the server tells.</summary>
    public decimal? Amount(string column) => Value(column) is { ValueKind: JsonValueKind.Number } value ? Decimal(value) : null;

    /// <summary>Seconds as a duration, to the microsecond.</summary>
    public TimeSpan? Duration(string column) => Microseconds(column) is { } microseconds ? TimeSpan.FromMicroseconds(microseconds) : null;

    /// <summary>Seconds as whole microseconds.</summary>
    public long? Microseconds(string column)
    {
        const long Second = 1_000_000;
        return Amount(column) is not { } seconds
            ? null
            : (long)(decimal.Round(decimal.Clamp(seconds, -Limit, Limit) * Second, MidpointRounding.AwayFromZero));
    }

    // Longer durations do not fit into what .NET calls one.
    private static decimal Limit => TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond;

    private JsonElement Value(string column) => columns.IndexOf(column) is >= 0 and var index ? values[index] : default;

    // A double may be larger than any decimal.
    private static decimal Decimal(JsonElement value) =>
        value.TryGetDecimal(out var number) ? number
        : value.GetRawText().StartsWith('-') ? decimal.MinValue : decimal.MaxValue;
}

/// <summary>Where each column of a series stands.</summary>
internal sealed class PointColumns(IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int> _indexes = Indexes(names);

    /// <summary>-1 when there is none.</summary>
    public int IndexOf(string column) => _indexes.GetValueOrDefault(column, -1);

    private static Dictionary<string, int> Indexes(IReadOnlyList<string> names)
    {
        var indexes = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
            indexes[names[i]] = i;
        return indexes;
    }
}
