using System.Text;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>A filter as the conditions of a WHERE and the values to bind; values never stand in the text.</summary>
internal sealed class FilterSql
{
    private readonly StringBuilder _where = new();
    private readonly List<object> _values = [];

    public FilterSql(ExchangeFilter filter, ReadConnection connection)
    {
        if (filter.From is { } from)
            And("n >= ?", RowKey.Edge(Values.ToMicrosecondsRoundedUp(from)));
        if (filter.To is { } to)
            And("n < ?", RowKey.Edge(Values.ToMicrosecondsRoundedUp(to)));
        AndLabel("upstream", filter.Upstream, connection);
        AndLabel("coalesce(response_model, request_model)", filter.Model, connection);
        AndLabel("app", filter.App, connection);
        AndLabel("operation", filter.Operation, connection);
        if (filter.Outcome is { } outcome)
            And("outcome = ?", (long)outcome);
        if (filter.Streamed is { } streamed)
            And("streamed = ?", streamed ? 1L : 0L);
    }

    /// <summary>Adds a condition with the numbers it names.</summary>
    public void And(string condition, params ReadOnlySpan<long> values)
    {
        _where.Append(_where.Length == 0 ? " WHERE " : " AND ").Append(condition);
        foreach (var value in values)
            _values.Add(value);
    }

    /// <summary>Binds the values in the order of their conditions; returns the next free index.</summary>
    public int Bind(Statement statement)
    {
        var index = 0;
        foreach (var value in _values)
        {
            if (value is long number)
                statement.Bind(++index, number);
            else
                statement.Bind(++index, (string)value);
        }

        return index + 1;
    }

    public override string ToString() => _where.ToString();

    // A word may stand in a row as its number or, where the table of labels was full, as itself.
    private void AndLabel(string expression, string? word, ReadConnection connection)
    {
        if (word is null)
            return;
        And($"{expression} IN (?, ?)", connection.Labels.Find(word));
        _values.Add(word);
    }
}
