using System.Globalization;
using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Wire;
using Microsoft.Data.Sqlite;

namespace LlmSentinel.Bench.SideBySide.Rows;

/// <summary>Compares what a store holds with what was sent: a row for each call, with the usage its answer reported.</summary>
internal sealed class RowCheck : IDisposable
{
    private const string Columns =
        "n, CASE typeof(provider_request_id) WHEN 'blob' THEN lower(hex(provider_request_id)) ELSE provider_request_id END, input_total, output_total, outcome";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly HashSet<long> _failed = [];
    private SqliteConnection? _connection;
    private long _last;

    /// <summary>For the store of a process that has just started, or is about to.</summary>
    public RowCheck(string path) => _path = path;

    /// <summary>Waits until so many rows have come since the last <see cref="Compare"/>; gives up after a while.</summary>
    public Task ArrivedAsync(long rows) => ArrivedAsync(() => Task.FromResult(rows));

    /// <summary>The same for a number that may sink meanwhile.</summary>
    public async Task ArrivedAsync(Func<Task<long>> rows)
    {
        for (var waited = TimeSpan.Zero; Come() < await rows() && waited < Patience; waited += Poll)
            await Task.Delay(Poll);
    }

    /// <summary>Compares the rows that have come since; null when they are what they should be, else what is wrong.</summary>
    public string? Compare(LoadOutcome sent) => Tally(sent).Problem();

    /// <summary>Compares the rows that have come since.</summary>
    public RowTally Tally(LoadOutcome sent)
    {
        if (_connection is null)
            return new RowTally(sent.Completed, sent.Failed.Count, 0, 0, 0, 0, null);
        _failed.UnionWith(sent.Failed);
        var seen = new HashSet<long>();
        var (strange, twice, wrong) = (0, 0, 0);
        string? example = null;
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM exchanges WHERE n > {_last.ToString(CultureInfo.InvariantCulture)} ORDER BY n";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            _last = rows.GetInt64(0);
            var id = rows.IsDBNull(1) || !long.TryParse(rows.GetString(1), NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? -1 : known;
            // A call that failed for the client may leave any row, or none, and late.
            if (_failed.Contains(id))
                continue;
            if (id < sent.FirstId || id >= sent.EndId)
                strange++;
            else if (!seen.Add(id))
                twice++;
            else if (!Right(rows, id))
                (wrong, example) = (wrong + 1, example ?? Describe(rows, id));
        }

        return new RowTally(sent.Completed, sent.Failed.Count, seen.Count, wrong, twice, strange, example);
    }

    public void Dispose() => _connection?.Dispose();

    private static bool Right(SqliteDataReader row, long id) =>
        Number(row, 2) == Usage.Input(id) && Number(row, 3) == Usage.Output(id) && Number(row, 4) == 0;

    private static string Describe(SqliteDataReader row, long id) =>
        $"call {id} has {Number(row, 2)}/{Number(row, 3)} tokens and outcome {Number(row, 4)}, not {Usage.Input(id)}/{Usage.Output(id)} and 0";

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    // Rows stand in the order of their starts, and the calls of one run start after those of the one before.
    private long Come()
    {
        _connection ??= Open();
        if (_connection is null)
            return 0;
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM exchanges WHERE n > {_last.ToString(CultureInfo.InvariantCulture)}";
        return command.ExecuteScalar() is long come ? come : 0;
    }

    // A process that has just started may not have made its file, or the table in it.
    private SqliteConnection? Open()
    {
        if (!File.Exists(_path))
            return null;
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1 FROM exchanges LIMIT 1";
            command.ExecuteScalar();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }
}
