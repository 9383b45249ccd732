using System.Runtime.CompilerServices;
using System.Text.Json;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>
/// InfluxDB 3 Core and Enterprise: a database for each place; one named with a slash is a database and a policy to InfluxQL. How long a
/// database keeps points is told when it is made and is nothing that can be asked or, in Core, changed.
/// </summary>
internal sealed class Setup3(IInfluxClient client, SetupPlan plan)
{
    private readonly AdminApi _api = new(client, "the token must be an admin token");

    public async IAsyncEnumerable<SetupStep> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync("api/v3/configure/database?format=json", cancellationToken).ConfigureAwait(false)
            ?? throw new SetupException("this edition makes databases with its own tool, influxctl: make " + string.Join(", ", plan.Places.Select(p => p.Bucket)) + " there.");
        var known = answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray().Select(Name).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var place in plan.Places)
        {
            var name = $"database {place.Bucket}";
            if (known.Contains(place.Bucket))
            {
                yield return new SetupStep(name, SetupResult.AlreadyThere, $"{place.Purpose}; it keeps them as long as was said when it was made");
                continue;
            }

            if (!plan.DryRun)
                await _api.SendAsync(HttpMethod.Post, "api/v3/configure/database", SetupJson.Database(place.Bucket, place.Retention), $"creating {name}", cancellationToken).ConfigureAwait(false);
            yield return new SetupStep(name, SetupResult.Created, $"{place.Purpose}, {SetupPlan.Keeps(place.Retention)}");
        }
    }

    private static string? Name(JsonElement database) =>
        database.ValueKind == JsonValueKind.Object && database.TryGetProperty("iox::database", out var name) ? name.GetString() : null;
}
