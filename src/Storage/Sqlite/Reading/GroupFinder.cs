using System.Runtime.InteropServices;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>The group a row belongs to. Words are compared by their numbers; the row before often has the same ones.</summary>
internal sealed class GroupFinder(Summarizer summarizer, SummaryGrouping groupBy, ReadConnection connection)
{
    private readonly GroupLabels _labels = new(connection.Labels);
    private readonly Dictionary<Key, SummaryGroup> _groups = [];
    private SummaryGroup? _current;
    private Key _currentKey;

    /// <summary>The columns to select behind all others, each with a comma before it.</summary>
    public string Columns { get; } = string.Concat(
        new (SummaryGrouping Flag, string Column)[]
        {
            (SummaryGrouping.Upstream, "upstream"), (SummaryGrouping.Model, SummaryRows.Model), (SummaryGrouping.App, "app"),
            (SummaryGrouping.Operation, "operation"),
        }.Where(c => groupBy.HasFlag(c.Flag)).Select(c => ", " + c.Column));

    /// <summary>The group of the row whose group columns begin at <paramref name="column"/>.</summary>
    public SummaryGroup Of(Statement row, int column, long microseconds)
    {
        var key = new Key(
            summarizer.PeriodOf(microseconds),
            groupBy.HasFlag(SummaryGrouping.Upstream) ? _labels.Read(row, column++) : 0,
            groupBy.HasFlag(SummaryGrouping.Model) ? _labels.Read(row, column++) : 0,
            groupBy.HasFlag(SummaryGrouping.App) ? _labels.Read(row, column++) : 0,
            groupBy.HasFlag(SummaryGrouping.Operation) ? _labels.Read(row, column) : 0);
        if (_current is not null && key == _currentKey)
            return _current;

        _currentKey = key;
        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
        return _current = found ??= summarizer.Group(new GroupKey(
            key.Start, _labels.Text(key.Upstream), _labels.Text(key.Model), _labels.Text(key.App), _labels.Text(key.Operation)));
    }

    // 0 for no word, or not grouped by it.
    private readonly record struct Key(long? Start, int Upstream, int Model, int App, int Operation);
}
