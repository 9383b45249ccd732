using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>A dashboard as it is committed: what is tested is what is shipped.</summary>
internal static class ShippedBoard
{
    /// <summary>Every panel that asks a source something, as board and title.</summary>
    public static TheoryData<string, string> PanelsThatAsk(Source source) => Where(panel => panel.For(source).Count > 0);

    /// <summary>Those among them that nobody feeds yet.</summary>
    public static TheoryData<string, string> PanelsOfLater(Source source) => Where(panel => panel.For(source).Count > 0 && panel.Feed == Feed.Later);

    /// <summary>Files of a source.</summary>
    public static IReadOnlyList<string> Files(Source source) =>
        [.. Directory.EnumerateFiles(RepositoryRoot.Combine(GeneratedFiles.Folder(source)), "*.json").Order(StringComparer.Ordinal)];

    /// <summary>The JSON of a dashboard.</summary>
    public static JsonObject Read(string board, Source source) =>
        JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine(GeneratedFiles.Folder(source), board + ".json")))!.AsObject();

    /// <summary>The panels of a dashboard, headings left out.</summary>
    public static IEnumerable<JsonObject> Panels(JsonObject board) =>
        board["panels"]!.AsArray().Select(panel => panel!.AsObject()).Where(panel => (string?)panel["type"] != "row");

    /// <summary>The questions of a panel.</summary>
    public static IReadOnlyList<JsonObject> Targets(string board, string title, Source source) =>
        [.. Panels(Read(board, source)).Single(panel => (string?)panel["title"] == title)["targets"]!.AsArray().Select(target => target!.AsObject())];

    private static TheoryData<string, string> Where(Func<Panel, bool> condition) =>
    [
        .. from board in AllBoards.List
           from panel in board.Panels
           where condition(panel)
           select new TheoryDataRow<string, string>(board.Name, panel.Title),
    ];
}
