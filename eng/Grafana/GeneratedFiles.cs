using System.Text.Encodings.Web;
using System.Text.Json;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Json;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana;

/// <summary>The files of the source tree that are made from the description of the dashboards.</summary>
internal static class GeneratedFiles
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Folder of the dashboards of a source.</summary>
    public static string Folder(Source source) => $"config/grafana/dashboards/{(source == Source.Prometheus ? "prometheus" : "influxdb")}";

    /// <summary>Path in the source tree and what must stand there.</summary>
    public static IEnumerable<(string Path, string Content)> All(string root)
    {
        foreach (var source in Enum.GetValues<Source>())
        {
            foreach (var dashboard in AllBoards.List)
                yield return ($"{Folder(source)}/{dashboard.Name}.json", DashboardWriter.Write(dashboard, source).ToJsonString(Readable) + "\n");
        }

        yield return (ReservedTables.Document, ReservedTables.Replace(File.ReadAllText(Path.Combine(root, ReservedTables.Document)).ReplaceLineEndings("\n")));
    }

    /// <summary>Writes those that differ, and removes dashboards that are gone.</summary>
    public static void Update(string root)
    {
        var files = All(root).ToList();
        foreach (var folder in Enum.GetValues<Source>().Select(source => Path.Combine(root, Folder(source))))
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
            {
                if (!files.Any(made => Path.GetFullPath(Path.Combine(root, made.Path)) == Path.GetFullPath(file)))
                    File.Delete(file);
            }
        }

        foreach (var (path, content) in files)
            File.WriteAllText(Path.Combine(root, path), content);
    }
}
