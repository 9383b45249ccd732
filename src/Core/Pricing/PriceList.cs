using System.Diagnostics.CodeAnalysis;

namespace LlmSentinel.Core.Pricing;

/// <summary>The rows of one file, found by provider and exact model name or alias. Immutable once built.</summary>
internal sealed class PriceList
{
    private readonly Dictionary<string, Dictionary<string, PriceRow>> _byProvider = new(StringComparer.Ordinal);
    private readonly List<PriceRow> _rows = [];

    internal PriceList(string name, string version)
    {
        Name = name;
        Version = version;
    }

    /// <summary>File name, for messages.</summary>
    internal string Name { get; }

    internal string Version { get; }

    internal IReadOnlyList<PriceRow> Rows => _rows;

    /// <summary>Adds a row; false, with the name in question, when another row has one of its names already.</summary>
    internal bool TryAdd(PriceRow row, [NotNullWhen(false)] out string? taken)
    {
        if (!_byProvider.TryGetValue(row.Provider, out var models))
            _byProvider[row.Provider] = models = new(StringComparer.Ordinal);
        taken = models.ContainsKey(row.Model) ? row.Model : row.Aliases.FirstOrDefault(models.ContainsKey);
        if (taken is not null) return false;
        models[row.Model] = row;
        foreach (var alias in row.Aliases) models[alias] = row;
        _rows.Add(row);
        return true;
    }

    internal PriceRow? Find(string provider, string model) =>
        _byProvider.TryGetValue(provider, out var models) && models.TryGetValue(model, out var row) ? row : null;
}
