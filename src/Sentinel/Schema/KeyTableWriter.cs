using System.Text;
using LlmSentinel.Configuration.Schema;

namespace LlmSentinel.Sentinel.Schema;

/// <summary>The table of all keys in docs/configuration.md.</summary>
internal static class KeyTableWriter
{
    public static string Write()
    {
        var text = new StringBuilder("| key | default | allowed | meaning |\n|---|---|---|---|\n");
        foreach (var (key, schema) in KeyList.All())
        {
            if (schema.Kind != SchemaKind.Group || schema.Nullable)
                text.Append("| `").Append(key).Append("` | ").Append(Default(schema)).Append(" | ").Append(Allowed(schema)).Append(" | ").Append(Meaning(schema)).Append(" |\n");
        }
        return text.ToString();
    }

    private static string Default(SchemaNode schema) => schema.Kind switch
    {
        SchemaKind.List => schema.DefaultItems.Count == 0 ? "none" : string.Join(", ", schema.DefaultItems),
        _ when schema.Required => "required",
        _ => string.IsNullOrEmpty(schema.Default) ? "none" : schema.Default,
    };

    private static string Allowed(SchemaNode schema) => Escape(KeyList.Allowed(schema));

    private static string Meaning(SchemaNode schema) =>
        Escape(schema.Description) + (schema.Secret ? " *secret*" : "") + (schema.NeedsRestart ? " *restart*" : "");

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
