using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Reading;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>InfluxDB 1.x: a database with a retention policy for each place. Statements that change something go by POST.</summary>
internal sealed partial class Setup1(IInfluxClient client, SetupPlan plan)
{
    private const string Rights = "an administrator of the server may do that (GRANT ALL PRIVILEGES TO ...)";

    // Of a database that is made here: it is the default then, and what is not named otherwise goes there.
    private const string RawPolicy = "raw";

    public async IAsyncEnumerable<SetupStep> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var database = InfluxQl.Name(plan.Database);
        var known = (await RowsAsync("SHOW DATABASES", cancellationToken).ConfigureAwait(false)).Any(r => r.Text("name") == plan.Database);
        if (!known)
        {
            // With its policy at once: one without would get a policy that keeps for ever, and make that the default.
            var raw = plan.Places[0];
            await ChangeAsync($"CREATE DATABASE {database} WITH DURATION {Duration(raw.Retention)} NAME {InfluxQl.Name(raw.Policy ?? RawPolicy)}", cancellationToken).ConfigureAwait(false);
            yield return new SetupStep($"database {plan.Database}", SetupResult.Created, "holds the policies below");
        }
        else
        {
            yield return new SetupStep($"database {plan.Database}", SetupResult.AlreadyThere, "holds the policies below");
        }

        var policies = known || !plan.DryRun ? await PoliciesAsync(database, cancellationToken).ConfigureAwait(false) : [];
        foreach (var place in plan.Places)
            yield return await EnsureAsync(database, place, policies, !known, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SetupStep> EnsureAsync(
        string database, SetupPlace place, List<Policy> policies, bool databaseIsNew, CancellationToken cancellationToken)
    {
        var present = policies.Find(p => place.Policy is null ? p.IsDefault : p.Name == place.Policy);
        var policy = place.Policy ?? present?.Name ?? RawPolicy;
        var name = $"retention policy {plan.Database}.{policy}{(place.IsDefault ? " (default)" : "")}";
        var created = new SetupStep(name, SetupResult.Created, $"{place.Purpose}, {SetupPlan.Keeps(place.Retention)}");
        if (present is null)
        {
            // The first one came with its database.
            if (!(databaseIsNew && place.IsDefault))
                await ChangeAsync($"CREATE RETENTION POLICY {InfluxQl.Name(policy)} ON {database} DURATION {Duration(place.Retention)} REPLICATION 1", cancellationToken).ConfigureAwait(false);
            return created;
        }

        if (databaseIsNew && place.IsDefault)
            return created;
        var step = plan.Judge(name, place, present.Duration);
        if (step.Result == SetupResult.Changed)
            await ChangeAsync($"ALTER RETENTION POLICY {InfluxQl.Name(policy)} ON {database} DURATION {Duration(place.Retention)} SHARD DURATION 0s", cancellationToken).ConfigureAwait(false);
        return step;
    }

    private async Task<List<Policy>> PoliciesAsync(string database, CancellationToken cancellationToken) =>
    [
        .. (await RowsAsync($"SHOW RETENTION POLICIES ON {database}", cancellationToken).ConfigureAwait(false))
            .Select(r => new Policy(r.Text("name") ?? "", GoDuration(r.Text("duration") ?? ""), r.Flag("default") ?? false)),
    ];

    private async Task<List<PointRow>> RowsAsync(string statement, CancellationToken cancellationToken)
    {
        try
        {
            return await new InfluxQuery(client).RowsAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (InfluxException e)
        {
            throw Failed(statement, e.Message, e.Status, e);
        }
    }

    private async Task ChangeAsync(string statement, CancellationToken cancellationToken)
    {
        if (plan.DryRun)
            return;
        var reply = await client.SendAsync(HttpMethod.Post, "query?q=" + Uri.EscapeDataString(statement), null, cancellationToken).ConfigureAwait(false);
        var error = StatementError(reply.Body);
        if (!reply.IsSuccess || error is not null)
            throw Failed(statement, error ?? reply.Error, reply.Status, null);
    }

    private static SetupException Failed(string statement, string reason, HttpStatusCode? status, Exception? inner)
    {
        var verb = string.Join(' ', statement.Split(' ').TakeWhile(word => word.All(char.IsAsciiLetterUpper)));
        return new SetupException($"{verb} failed: {ErrorBody.Brief(reason)}{SetupHints.Of(status, Rights)}", inner);
    }

    private static string Duration(TimeSpan retention) =>
        retention == TimeSpan.Zero ? "INF" : string.Create(CultureInfo.InvariantCulture, $"{(long)retention.TotalSeconds}s");

    // As Go writes it: 720h0m0s; 0s is for ever.
    private static TimeSpan GoDuration(string text) =>
        Hours().Match(text) is { Success: true } match && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            ? TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(Part(match, 2)) + TimeSpan.FromSeconds(Part(match, 3))
            : TimeSpan.Zero;

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // A statement that fails is told with status 200.
    private static string? StatementError(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("results", out var results) && results.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
                && first.TryGetProperty("error", out var error) ? error.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^([0-9]{1,7})h([0-9]{1,2})m([0-9]{1,2})s$", RegexOptions.CultureInvariant)]
    private static partial Regex Hours();

    private sealed record Policy(string Name, TimeSpan Duration, bool IsDefault);
}
