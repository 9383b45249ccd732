using System.Runtime.CompilerServices;
using System.Text.Json;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>
/// InfluxDB 2.x and Cloud: a bucket for each place, and a mapping of each to a database and policy, so that InfluxQL finds it. 2.x maps a
/// bucket by its name as long as nobody maps it otherwise; Cloud maps nothing by itself.
/// </summary>
internal sealed class Setup2(IInfluxClient client, SetupPlan plan)
{
    private const string DefaultPolicy = "autogen";

    private readonly AdminApi _api = new(client, "the token must be an all-access token of the organization, or may read orgs and read and write buckets and dbrps");

    public async IAsyncEnumerable<SetupStep> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var organization = await OrganizationAsync(cancellationToken).ConfigureAwait(false);
        foreach (var place in plan.Places)
        {
            var (id, step) = await BucketAsync(organization, place, cancellationToken).ConfigureAwait(false);
            yield return step;
            yield return await MappingAsync(organization, place, id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> OrganizationAsync(CancellationToken cancellationToken)
    {
        if (plan.Org is not { } name)
            throw new SetupException("store.org is missing: this server keeps buckets by organization.");
        var answer = await _api.GetAsync($"api/v2/orgs?org={Uri.EscapeDataString(name)}", cancellationToken).ConfigureAwait(false);
        return Items(answer, "orgs").Where(o => Text(o, "name") == name).Select(o => Text(o, "id")).FirstOrDefault()
            ?? throw new SetupException($"there is no organization {name}, or the token may not read it.");
    }

    private async Task<(string? Id, SetupStep Step)> BucketAsync(string organization, SetupPlace place, CancellationToken cancellationToken)
    {
        var name = $"bucket {place.Bucket}";
        var answer = await _api.GetAsync(
            $"api/v2/buckets?orgID={Uri.EscapeDataString(organization)}&name={Uri.EscapeDataString(place.Bucket)}", cancellationToken).ConfigureAwait(false);
        var present = Items(answer, "buckets").FirstOrDefault(b => Text(b, "name") == place.Bucket);
        if (present.ValueKind != JsonValueKind.Object)
        {
            var body = SetupJson.Bucket(organization, place.Bucket, place.Retention);
            var made = plan.DryRun ? default : await _api.SendAsync(HttpMethod.Post, "api/v2/buckets", body, $"creating {name}", cancellationToken).ConfigureAwait(false);
            return (Text(made, "id"), new SetupStep(name, SetupResult.Created, $"{place.Purpose}, {SetupPlan.Keeps(place.Retention)}"));
        }

        var id = Text(present, "id");
        var step = plan.Judge(name, place, Retention(present));
        if (step.Result == SetupResult.Changed && !plan.DryRun)
        {
            await _api.SendAsync(
                HttpMethod.Patch, $"api/v2/buckets/{Uri.EscapeDataString(id ?? "")}", SetupJson.Rules(place.Retention), $"changing {name}", cancellationToken).ConfigureAwait(false);
        }

        return (id, step);
    }

    private async Task<SetupStep> MappingAsync(string organization, SetupPlace place, string? bucket, CancellationToken cancellationToken)
    {
        var policy = place.Policy ?? DefaultPolicy;
        var name = $"mapping {plan.Database}/{policy}";
        var purpose = $"InfluxQL finds the bucket as {plan.Database}{(place.Policy is null ? "" : "." + policy)}";
        if (bucket is null)
            return new SetupStep(name, SetupResult.Created, purpose);
        var answer = await _api.GetAsync(
            $"api/v2/dbrps?orgID={Uri.EscapeDataString(organization)}&db={Uri.EscapeDataString(plan.Database)}", cancellationToken).ConfigureAwait(false);
        var present = Items(answer, "content").FirstOrDefault(
            m => Text(m, "database") == plan.Database && (place.Policy is null ? Flag(m, "default") : Text(m, "retention_policy") == policy));
        if (present.ValueKind == JsonValueKind.Object)
        {
            return Text(present, "bucketID") == bucket
                ? new SetupStep(name, SetupResult.AlreadyThere, purpose + (Flag(present, "virtual") ? ", by its name" : ""))
                : new SetupStep(name, SetupResult.Left, "leads to another bucket: somebody made it so");
        }

        if (!plan.DryRun)
        {
            await _api.SendAsync(
                HttpMethod.Post, "api/v2/dbrps", SetupJson.Mapping(organization, bucket, plan.Database, policy, place.Policy is null),
                $"creating {name}", cancellationToken).ConfigureAwait(false);
        }

        return new SetupStep(name, SetupResult.Created, purpose);
    }

    private static TimeSpan Retention(JsonElement bucket) => Items(bucket, "retentionRules")
        .Select(r => r.TryGetProperty("everySeconds", out var seconds) && seconds.TryGetInt64(out var every) ? TimeSpan.FromSeconds(every) : TimeSpan.Zero)
        .FirstOrDefault();

    private static IEnumerable<JsonElement> Items(JsonElement? answer, string name) =>
        answer is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
