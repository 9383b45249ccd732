using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>The table of rollups, for the writer. Within a transaction.</summary>
internal sealed class RollupTable : IDisposable
{
    /// <summary>What <see cref="ReadTotals"/> expects, and the durations behind it.</summary>
    public const string Columns =
        "n, exchanges, input_total, cache_read, output_total, estimated_usage, unknown_price, cost_total, durations";

    /// <summary>Where the durations stand in <see cref="Columns"/>.</summary>
    public const int Durations = 8;

    private readonly LabelWriter _labels;
    private readonly Statement _find;
    private readonly Statement _range;
    private readonly Statement _put;
    private readonly Statement _delete;
    private readonly RollupAccumulator _merged = new();

    public RollupTable(Connection connection, LabelWriter labels)
    {
        _labels = labels;
        _find = connection.Prepare($"SELECT {Columns} FROM rollups WHERE n = ?");
        _range = connection.Prepare($"SELECT {Columns} FROM rollups WHERE n >= ? AND n < ?");
        _put = connection.Prepare($"INSERT OR REPLACE INTO rollups({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _delete = connection.Prepare("DELETE FROM rollups WHERE n >= ? AND n < ?");
    }

    /// <summary>Totals of a row; start, end and outcome are for who knows its level and series to add.</summary>
    public static RollupTotals ReadTotals(Statement row)
    {
        decimal? cost = row.IsNull(7) ? null : row.IsInteger(7) ? Values.ToMoney(row.Long(7)) : Values.ToMoney(row.Text(7));
        return new RollupTotals(0, 0, default, row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5), row.Long(6), cost);
    }

    /// <summary>Adds to the rollup of this key, or makes it.</summary>
    public void Merge(long key, RollupAccumulator rollup)
    {
        _find.Bind(1, key);
        try
        {
            if (!_find.Step())
            {
                Put(key, rollup);
                return;
            }

            _merged.Clear();
            AddTo(_merged, _find);
        }
        finally
        {
            _find.Reset();
        }

        _merged.Merge(rollup);
        Put(key, _merged);
    }

    /// <summary>Adds all rollups of a range of keys, each to the accumulator of its series.</summary>
    public void Read(long from, long to, Func<long, RollupAccumulator> bySeries)
    {
        _range.Bind(1, from);
        _range.Bind(2, to);
        try
        {
            while (_range.Step())
                AddTo(bySeries(_range.Long(0) & RollupLevel.SeriesMask), _range);
        }
        finally
        {
            _range.Reset();
        }
    }

    /// <summary>Deletes a range of keys; true when there was something.</summary>
    public bool Delete(long from, long to)
    {
        _delete.Bind(1, from);
        _delete.Bind(2, to);
        return _delete.Run();
    }

    public void Put(long key, RollupAccumulator rollup)
    {
        var row = new RowBinder(_put, _labels);
        row.Add(key);
        row.Add(rollup.Exchanges);
        row.Add(rollup.InputTokens);
        row.Add(rollup.CacheReadTokens);
        row.Add(rollup.OutputTokens);
        row.Add(rollup.EstimatedUsage);
        row.Add(rollup.UnknownPrice);
        row.Add(rollup.Cost);
        row.Add(DurationsBlob.Write(rollup));
        _put.Run();
    }

    // Rollups can be made anew from rows, or done without: one whose durations cannot be read must not keep rows from being written.
    private static void AddTo(RollupAccumulator target, Statement row)
    {
        target.Merge(ReadTotals(row));
        try
        {
            DurationsBlob.AddTo(target, row.Blob(Durations));
        }
        catch (FormatException)
        {
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _range.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }
}
