using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Code;
using LlmSentinel.Conventions.Docs;
using LlmSentinel.Conventions.Sources;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Conventions;

/// <summary>Constants, log methods and docs/events.md say the same.</summary>
public partial class LogEventTests
{
    private static readonly IReadOnlyDictionary<string, int> Ids = typeof(EventIds)
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.IsLiteral)
        .ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!, StringComparer.Ordinal);

    private static readonly IReadOnlyList<(string Method, LoggerMessageAttribute Message)> Messages =
        [.. from assembly in BuiltAssembly.Loaded
            from type in assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            select ($"{type.FullName}.{method.Name}", message)];

    [Fact]
    public void Ids_AreUnique() =>
        Rule.HasNoOffenders(Ids.GroupBy(id => id.Value).Where(group => group.Count() > 1).Select(group => string.Join(" = ", group.Select(id => id.Key))));

    [Fact]
    public void EveryMessage_HasAnIdOfTheList()
    {
        var values = Ids.Values.ToHashSet();

        Rule.HasNoOffenders(Messages.Where(message => !values.Contains(message.Message.EventId)).Select(message => message.Method));
    }

    [Fact]
    public void EveryId_BelongsToOneMessage()
    {
        var uses = Messages.ToLookup(message => message.Message.EventId, message => message.Method);

        Rule.HasNoOffenders(Ids.Where(id => uses[id.Value].Count() != 1).Select(id => $"{id.Key}: {string.Join(", ", uses[id.Value])}"));
    }

    [Fact]
    public void EveryId_IsDocumentedWithItsNameAndLevel()
    {
        var levels = Messages.ToLookup(message => message.Message.EventId, message => message.Message.Level.ToString());
        var expected = Ids.Select(id => $"{id.Value} {id.Key} {levels[id.Value].FirstOrDefault()}");
        var documented = MarkdownTable.Rows("docs/events.md").Where(row => row[0] != "Id").Select(row => $"{row[0]} {row[1]} {row[2]}");

        Assert.Equal(expected.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Documentation_IsSortedAndSaysWhatToDo()
    {
        var rows = MarkdownTable.Rows("docs/events.md").Where(row => row[0] != "Id").ToArray();
        var ids = rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal(ids.Order(), ids);
        Assert.All(rows, row => Assert.True(row.Length == 5 && row.All(cell => cell.Length > 0), string.Join(" | ", row)));
    }

    [Fact]
    public void Source_LogsThroughMessagesOnly() =>
        Rule.HasNoOffenders(SourceTree.CSharp("src").Where(file => DirectLogging().IsMatch(SourceTree.Read(file))));

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)?\((LogLevel|""|\$""|e,|exception,)")]
    private static partial Regex DirectLogging();
}
