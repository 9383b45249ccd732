using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage;
using LlmSentinel.Storage.Sqlite.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Sqlite.Writing;

namespace LlmSentinel.Bench.Stores;

/// <summary>A file of 30 days, filled as the store's writer fills it and left as its retention leaves it.</summary>
internal static class SqliteStage
{
    private const int Batch = 1000;
    private const double Goal = 250;

    public static IEnumerable<Figure> Fill(string path, int rows, DateTimeOffset from, TimeSpan range, Action<double> progress)
    {
        SQLitePCL.Batteries_V2.Init();
        var calls = Traffic.Mix(Math.Min(rows, 100_000));
        var random = new Random(4);
        var cpu = TimeSpan.Zero;
        using (var database = WriterDatabase.Open(path, Migrations.All))
        {
            var batch = new List<Exchange>(Batch);
            for (var i = 0; i < rows; i++)
            {
                batch.Add(Traffic.At(calls[random.Next(calls.Length)], from + (range / rows * i)));
                if (batch.Count < Batch && i < rows - 1)
                    continue;
                var before = Environment.CpuUsage.TotalTime;
                Check.That(database.Write(batch).Added == batch.Count, "every row is new");
                cpu += Environment.CpuUsage.TotalTime - before;
                batch.Clear();
                progress((i + 1) / (double)rows);
            }

            database.FlushRollups();
            while (database.DeleteRollups(RollupLevel.Minute, Values.ToMicroseconds(from + range - RetentionSchedule.MinuteRetention), 100_000) > 0)
            {
            }

            while (database.VacuumSlice(0))
            {
            }
        }

        return
        [
            new Figure($"SQLite file with {rows:N0} exchanges, sums of minutes, hours and days in it", new FileInfo(path).Length / (double)rows, "bytes/exchange", AtMost: Goal),
            new Figure("rows into it, by processor time, sums included", rows / cpu.TotalSeconds, "exchanges/s"),
        ];
    }
}
