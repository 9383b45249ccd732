using LlmSentinel.Core.Telemetry;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>A real influxd that asks for user and password.</summary>
public sealed class PasswordTests(PasswordTests.GuardedServer guarded) : IClassFixture<PasswordTests.GuardedServer>
{
    private const string Admin = "root";
    private const string Password = "p4ss w:rd ü";

    [Fact]
    public async Task Record_RightPassword_IsWrittenAndReadBack()
    {
        var server = await guarded.GetAsync("right");
        await using var store = new InfluxStore(server.Url, change: As(Admin, Password, "right"));
        var exchanges = Points.Make(200);

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal(200, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange", "right"))[0]["count"].GetInt64());
        Assert.Equal(exchanges[7].Id, (await store.Store.FindAsync(exchanges[7].Id, default))?.Id);
        Assert.True(store.Store.Healthy, store.Store.Problem);
    }

    [Fact]
    public async Task Record_WrongPassword_WaitsAndSaysWhichKeys_AndGoesOnWhenTheServerTakesIt()
    {
        var server = await guarded.GetAsync("later");
        await server.QueryAsync("CREATE USER writer WITH PASSWORD 'another'; GRANT ALL ON later TO writer");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var store = new InfluxStore(server.Url, time: time, change: As("writer", Password, "later"));

        await store.RecordAsync(Points.Make(50));
        await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(200), () => !store.Store.Healthy);
        Assert.Contains("store.user with store.password", store.Store.Problem, StringComparison.Ordinal);
        Assert.Contains("status 401: authorization failed", store.Store.Problem, StringComparison.Ordinal);
        Assert.Equal((50, 0, false), (store.Store.WaitingPoints, store.Store.Dropped, File.Exists(store.Quarantine)));
        await server.QueryAsync($"SET PASSWORD FOR writer = '{Password}'");
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => store.Store.Delivered == 50);

        Assert.Equal(50, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange", "later"))[0]["count"].GetInt64());
        Assert.True(store.Store.Healthy && store.HasLogged(EventIds.DeliveryRecovered), store.Store.Problem);
        Assert.DoesNotContain(store.Logs, l => l.Message.Contains("p4ss", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_WrongPasswordUntilARestart_NothingIsLost()
    {
        var server = await guarded.GetAsync("restarted");
        using var folder = new TempDirectory();
        await using (var wrong = new InfluxStore(server.Url, folder.File("spool"), change: As(Admin, "no", "restarted")))
        {
            await wrong.RecordAsync(Points.Make(50));
            await Eventually.TrueAsync(() => !wrong.Store.Healthy, "the store says that it is refused");
        }

        await using var right = new InfluxStore(server.Url, folder.File("spool"), change: As(Admin, Password, "restarted"));
        await Eventually.TrueAsync(() => right.Store.Delivered == 50, "what waited is delivered");

        Assert.Equal(50, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange", "restarted"))[0]["count"].GetInt64());
    }

    [Fact]
    public async Task Record_UserWhoMayNotWrite_WaitsAndSaysSo()
    {
        var server = await guarded.GetAsync("kept");
        await server.QueryAsync($"CREATE USER reader WITH PASSWORD '{Password}'; GRANT READ ON kept TO reader");
        await using var store = new InfluxStore(server.Url, change: As("reader", Password, "kept"));

        await store.RecordAsync(Points.Make(5));

        await Eventually.TrueAsync(() => !store.Store.Healthy, "the store says that it is refused");
        Assert.Contains("may not write to store.bucket (status 403", store.Store.Problem, StringComparison.Ordinal);
        Assert.Equal((5, false), (store.Store.WaitingPoints, File.Exists(store.Quarantine)));
    }

    private static InfluxStore.Settings As(string user, string password, string database) =>
        new() { User = user, Password = password, Bucket = database, Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>One for all tests of the class.</summary>
    public sealed class GuardedServer : IAsyncDisposable
    {
        private readonly SemaphoreSlim _starting = new(1, 1);
        private InfluxServer? _server;

        /// <summary>Starts it when nobody has yet, and makes a database in it.</summary>
        internal async Task<InfluxServer> GetAsync(string database)
        {
            await _starting.WaitAsync();
            try
            {
                _server ??= await InfluxServer.StartAsync(Admin, Password);
            }
            finally
            {
                _starting.Release();
            }

            await _server.QueryAsync($"CREATE DATABASE {database}");
            return _server;
        }

        public async ValueTask DisposeAsync()
        {
            _starting.Dispose();
            if (_server is not null)
                await _server.DisposeAsync();
        }
    }
}
