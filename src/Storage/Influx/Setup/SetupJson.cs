using System.Globalization;
using System.Text.Json.Nodes;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>Bodies of the requests that set a server up.</summary>
internal static class SetupJson
{
    public static string Bucket(string organization, string name, TimeSpan retention) =>
        new JsonObject { ["orgID"] = organization, ["name"] = name, ["retentionRules"] = RuleList(retention) }.ToJsonString();

    public static string Rules(TimeSpan retention) => new JsonObject { ["retentionRules"] = RuleList(retention) }.ToJsonString();

    public static string Mapping(string organization, string bucket, string database, string policy, bool isDefault) => new JsonObject
    {
        ["orgID"] = organization, ["bucketID"] = bucket, ["database"] = database, ["retention_policy"] = policy, ["default"] = isDefault,
    }.ToJsonString();

    public static string Database(string name, TimeSpan retention)
    {
        var body = new JsonObject { ["db"] = name };
        if (retention != TimeSpan.Zero)
            body["retention_period"] = string.Create(CultureInfo.InvariantCulture, $"{(long)retention.TotalSeconds}s");
        return body.ToJsonString();
    }

    // No rule: for ever.
    private static JsonArray RuleList(TimeSpan retention) => retention == TimeSpan.Zero
        ? [] : [new JsonObject { ["type"] = "expire", ["everySeconds"] = (long)retention.TotalSeconds }];
}
