using System.CommandLine;
using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Docs;
using LlmSentinel.Sentinel;

namespace LlmSentinel.Conventions;

/// <summary>Verbs and options that documents name are those the command line knows.</summary>
public partial class CommandLineTests
{
    private static readonly RootCommand Root = SentinelCommand.Create();

    [Fact]
    public void Documents_NameOnlyVerbsAndOptionsThatExist() =>
        Rule.HasNoOffenders(
            from document in Document.All
            from text in document.CodeSpans.Concat(document.Commands)
            let match = Call().Match(text)
            where match.Success
            let words = match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            from wrong in Unknown(words)
            select $"{document.Path}: `{text}`: {wrong}");

    [Fact]
    public void EveryVerb_IsInTheReadme() =>
        Rule.HasNoOffenders(Root.Subcommands
            .Select(verb => $"sentinel {verb.Name}")
            .Where(call => !Document.All.Single(document => document.Path == "README.md")
                .CodeSpans.Any(span => span == call || span.StartsWith(call + " ", StringComparison.Ordinal))));

    private static IEnumerable<string> Unknown(string[] words)
    {
        var verb = words.FirstOrDefault(word => !word.StartsWith('-'));
        var command = words.Length == 0 || words[0].StartsWith('-') ? Root : Root.Subcommands.FirstOrDefault(sub => sub.Name == verb);
        if (command is null)
            return [$"there is no verb {verb}"];

        var known = command.Options.Concat(Root.Options.Where(option => option.Recursive)).SelectMany(option => option.Aliases.Prepend(option.Name));
        return words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]).Except(known)
            .Select(option => $"{command.Name} has no option {option}");
    }

    [GeneratedRegex(@"^(?:\$ )?(?:sentinel|dotnet run --project src/Sentinel --)((?: [^|&;#>]+)?)(?:[|&;#>].*)?$")]
    private static partial Regex Call();
}
