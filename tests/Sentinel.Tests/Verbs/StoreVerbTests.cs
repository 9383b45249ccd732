using System.CommandLine;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using LlmSentinel.Testing.Servers;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Sentinel.Tests.Verbs;

/// <summary>What a user who types <c>sentinel store init</c> sees, against a real influxd where one is needed.</summary>
public sealed class StoreVerbTests : IDisposable
{
    private const string User = "root";
    private const string Password = "p4ssw0rd";
    private const string Token = "t0k3n-of-mine";

    private readonly TempDirectory _folder = new();

    [Fact]
    public async Task Init_EmptyServer_CreatesAllAndASecondTimeNothing()
    {
        await using var server = await InfluxServer.StartAsync();
        var config = Config($"url: {server.Url}, bucket: llm");

        var (looked, would) = await InitAsync(config, "--dry-run");
        Assert.Equal(0, looked);
        Assert.Contains("would create   database llm", would, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed: this was a dry run.\n", would, StringComparison.Ordinal);
        Assert.DoesNotContain("llm", (await server.QueryAsync("SHOW DATABASES")).Select(r => r["name"].GetString()));

        var (made, first) = await InitAsync(config);
        var (again, second) = await InitAsync(config, "--keep-minutes", "90");
        var (changed, third) = await InitAsync(config, "--keep-minutes", "365");

        Assert.Equal((0, 0, 0), (made, again, changed));
        Assert.StartsWith($"{server.Url}: InfluxDB 1.", first, StringComparison.Ordinal);
        Assert.Equal(["created", "created", "created", "created"], Words(first));
        Assert.Equal(["already there", "already there", "already there", "already there"], Words(second));
        Assert.Equal(["already there", "already there", "changed", "already there"], Words(third));
        Assert.All([first, second, third], text => Assert.EndsWith("Ready.\n", text, StringComparison.Ordinal));
        Assert.Equal(
            ["1h 43800h0m0s", "1m 8760h0m0s", "raw 720h0m0s"],
            (await server.QueryAsync("SHOW RETENTION POLICIES ON llm")).Select(r => $"{r["name"]} {r["duration"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Init_ServerAsksForAPassword_WrongOneIsToldByItsKey_AndRightsByWhoHasThem()
    {
        await using var server = await InfluxServer.StartAsync(User, Password);
        await server.QueryAsync($"CREATE USER guest WITH PASSWORD '{Password}'");

        var (wrong, refused) = await InitAsync(Config($"url: {server.Url}, bucket: llm, user: {User}, password: n0t-it"));
        var (weak, denied) = await InitAsync(Config($"url: {server.Url}, bucket: llm, user: guest, password: {Password}"));
        var (right, made) = await InitAsync(Config($"url: {server.Url}, bucket: llm, user: {User}, password: {Password}"));

        Assert.Equal((1, 1, 0), (wrong, weak, right));
        Assert.Contains("store.user with store.password right?", refused, StringComparison.Ordinal);
        Assert.Contains("authorization failed", refused, StringComparison.Ordinal);
        Assert.Contains("an administrator of the server may do that", denied, StringComparison.Ordinal);
        Assert.DoesNotContain("store.password", denied, StringComparison.Ordinal);
        Assert.Equal(["created", "created", "created", "created"], Words(made));
        Assert.All([refused, denied, made], text => Assert.DoesNotMatch($"{Password}|n0t-it", text));
    }

    [Theory]
    [InlineData(401, "store.token, store.tokenFile, or store.user with store.password right? --token-env names another token")]
    [InlineData(403, "all-access token")]
    public async Task Init_ServerRefusesTheToken_SaysWhatIsMissingAndNotTheToken(int status, string expected)
    {
        // Not an InfluxDB: what its documentation says 2.x answers.
        await using var server = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.Headers["X-Influxdb-Version"] = "v2.7.11";
            context.Response.StatusCode = context.Request.Path == "/ping" ? 204 : status;
            if (context.Request.Path != "/ping")
                await context.Response.WriteAsync("""{"code":"unauthorized","message":"unauthorized access"}""");
        });

        var (exit, output) = await InitAsync(Config($"url: {server.BaseAddress}, org: acme, bucket: llm, token: {Token}"));

        Assert.Equal(1, exit);
        Assert.Contains($"the server answered {status} to /api/v2/orgs: unauthorized access; ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_NobodyOrSomebodyElseAtTheAddress_AsksForTheUrl()
    {
        await using var page = await ScriptedUpstream.AnsweringAsync("<html>Welcome</html>");

        var (nobody, away) = await InitAsync(Config("url: 'http://127.0.0.1:9', bucket: llm"));
        var (other, stranger) = await InitAsync(Config($"url: {page.BaseAddress}, bucket: llm"));

        Assert.Equal((1, 1), (nobody, other));
        Assert.Contains("http://127.0.0.1:9 cannot be reached: ConnectionRefused; is store.url right?", away, StringComparison.Ordinal);
        Assert.Contains("the server does not say what it is; is store.url right?", stranger, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_VariableOfTheTokenNotSet_NamesIt()
    {
        var (exit, output) = await InitAsync(Config("url: 'http://127.0.0.1:9', bucket: llm"), "--token-env", "SENTINEL_TESTS_NO_SUCH_TOKEN");

        Assert.Equal((1, "The environment variable SENTINEL_TESTS_NO_SUCH_TOKEN is not set.\n"), (exit, output));
    }

    [Fact]
    public async Task Init_Sqlite_HasNothingToDo()
    {
        await File.WriteAllTextAsync(_folder.File("sqlite.yaml"), $"store: {{ kind: sqlite, path: {_folder.File("s.db")} }}\n");

        var (exit, output) = await InitAsync(_folder.File("sqlite.yaml"));

        Assert.Equal(0, exit);
        Assert.StartsWith("store.kind is sqlite: nothing to set up", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Config(string store)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, $"store: {{ kind: influxdb, retention: 30d, {store}, spool: {{ path: {_folder.File("spool")} }} }}\n");
        return path;
    }

    private static async Task<(int Exit, string Output)> InitAsync(string config, params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var exit = await SentinelCommand.Create().Parse(["--config", config, "store", "init", .. arguments])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (exit, output.ToString());
    }

    private static IEnumerable<string> Words(string output) =>
        output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line[2..16].Trim());
}
