using System.Text;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Sentinel.Schema;

/// <summary>
/// config/sentinel.yaml: every key at its default under its description. What has no default by nature (a certificate, a second
/// destination, a price of one's own) stands there as a comment.
/// </summary>
internal static class SampleWriter
{
    private const int Width = 110;

    private const string Header = """
        # yaml-language-server: $schema=sentinel.schema.json
        #
        # The configuration of LlmSentinel: every key there is, at its default. A file may leave out whatever it does not change; an empty
        # one, or none, is the same as this one.
        #
        # ${VAR} and ${VAR:-default} in a value stand for an environment variable; $${ is a literal ${.
        # SENTINEL__PROXY__DRAINTIMEOUT=1m in the environment overrides proxy.drainTimeout.
        # Durations: 250ms, 10s, 5m, 2h, 30d, 0. Sizes: 65536, 256KiB, 64MB.
        # `sentinel check` reports everything wrong with this file; a valid change is taken over while running.

        """;

    public static string Write()
    {
        var root = SchemaReader.Read(Encoding.UTF8.GetBytes(SchemaGenerator.Generate()));
        var text = new StringBuilder(Header);
        foreach (var (name, schema) in root.Properties)
        {
            text.Append('\n');
            Property(text, name, schema, 0, commented: false);
        }
        return text.ToString();
    }

    private static void Property(StringBuilder text, string name, SchemaNode schema, int depth, bool commented)
    {
        Comment(text, Describe(schema), depth);
        switch (schema.Kind)
        {
            case SchemaKind.Map when name == "upstreams":
                Line(text, $"{name}:", depth, commented);
                Upstreams(text, schema.Item!, depth + 1);
                break;
            case SchemaKind.Map:
                Line(text, $"{name}: {{}}", depth, commented);
                if (schema.Item!.Kind == SchemaKind.Group)
                    Nested(text, "example", schema.Item!, depth + 1);
                break;
            case SchemaKind.Group when schema.Nullable:
                Line(text, $"{name}: null", depth, commented);
                Nested(text, null, schema, depth + 1);
                break;
            case SchemaKind.Group:
                Line(text, $"{name}:", depth, commented);
                Properties(text, schema, depth + 1, commented);
                break;
            case SchemaKind.List:
                Line(text, $"{name}: [{string.Join(", ", schema.DefaultItems.Select(Quote))}]", depth, commented);
                break;
            default:
                Line(text, $"{name}: {Scalar(schema)}", depth, commented);
                break;
        }
    }

    private static void Properties(StringBuilder text, SchemaNode group, int depth, bool commented)
    {
        foreach (var (name, schema) in group.Properties)
            Property(text, name, schema, depth, commented);
    }

    private static void Nested(StringBuilder text, string? name, SchemaNode group, int depth)
    {
        if (name is not null)
            Line(text, $"{name}:", depth, commented: true);
        Properties(text, group, name is null ? depth : depth + 1, commented: true);
    }

    private static void Upstreams(StringBuilder text, SchemaNode item, int depth)
    {
        foreach (var (index, name) in UpstreamPresets.DefaultUpstreams.Index())
        {
            Line(text, index == 0 ? $"{name}:" : $"{name}: {{}}", depth, commented: false);
            if (index == 0)
                Properties(text, item, depth + 1, commented: false);
        }
    }

    private static string Describe(SchemaNode schema)
    {
        var text = schema.Description;
        if (schema.Kind is not (SchemaKind.Group or SchemaKind.Map or SchemaKind.Boolean or SchemaKind.String) || schema.Format is not null)
            text += $" Allowed: {KeyList.Allowed(schema)}.";
        return schema.NeedsRestart && schema.Kind is not SchemaKind.Group ? text + " Needs a restart." : text;
    }

    private static string Scalar(SchemaNode schema) => schema.Default switch
    {
        null => schema.Required ? "..." : "null",
        var text when schema.Kind is SchemaKind.String => Quote(text),
        var text => text,
    };

    private static string Quote(string text) => $"\"{text}\"";

    private static void Comment(StringBuilder text, string comment, int depth)
    {
        var line = new StringBuilder();
        foreach (var word in comment.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > Width - (depth * 2))
            {
                Line(text, $"# {line}", depth, commented: false);
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        Line(text, $"# {line}", depth, commented: false);
    }

    private static void Line(StringBuilder text, string content, int depth, bool commented) =>
        text.Append(' ', depth * 2).Append(commented ? "#" : "").Append(content).Append('\n');
}
