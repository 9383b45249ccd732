using System.CommandLine;
using LlmSentinel.Sentinel.Schema;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel schema</c>: what the configuration file may hold, for editors and for people.</summary>
internal static class SchemaVerb
{
    private const string Json = "json";
    private const string Yaml = "yaml";
    private const string Markdown = "markdown";

    public static Command Create()
    {
        var format = new Option<string>("--format", "-f")
        {
            Description = "json: the JSON schema for editors; yaml: a file with every key, explained, at its default; markdown: a table of all keys.",
            DefaultValueFactory = _ => Json,
        };
        format.AcceptOnlyFromAmong(Json, Yaml, Markdown);
        var output = new Option<FileInfo?>("--output", "-o") { Description = "File to write instead of standard output.", HelpName = "FILE" };
        var command = new Command("schema", "Print the schema of the configuration file.") { format, output };
        var update = new Option<DirectoryInfo?>("--update")
        {
            Description = "Rewrite config/sentinel.schema.json, config/sentinel.yaml and the tables of docs/configuration.md of a source tree.", HelpName = "FOLDER",
        };
        command.Options.Add(update);
        command.SetAction(result =>
        {
            if (result.GetValue(update) is { } root)
            {
                GeneratedFiles.Update(root.FullName);
                return 0;
            }
            var text = Generate(result.GetRequiredValue(format));
            if (result.GetValue(output) is { } file)
                File.WriteAllText(file.FullName, text);
            else
                result.InvocationConfiguration.Output.Write(text);
            return 0;
        });
        return command;
    }

    /// <summary>The text of a format.</summary>
    public static string Generate(string format) => format switch
    {
        Yaml => SampleWriter.Write(),
        Markdown => KeyTableWriter.Write(),
        _ => SchemaGenerator.Generate(),
    };
}
