using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmSentinel.Bench.Micro;

/// <summary>Writes the results where the report finds them.</summary>
internal static class MicroJson
{
    /// <summary>Writes the file and the folders it lies in; <paramref name="processorShare"/> is what <see cref="ProcessorShare"/> found.</summary>
    public static void Write(string path, IEnumerable<ResultRow> rows, double processorShare)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("writtenAt", TimeProvider.System.GetUtcNow());
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("processorShare", Math.Round(processorShare, 2));
        json.WriteStartArray("rows");
        foreach (var row in rows)
            Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ResultRow row)
    {
        json.WriteStartObject();
        json.WriteString("stage", row.Stage);
        json.WriteString("name", row.Name);
        json.WriteString("parameters", row.Parameters);
        WriteNumber(json, "medianNs", row.Median);
        WriteNumber(json, "quartile1Ns", row.Quartile1);
        WriteNumber(json, "quartile3Ns", row.Quartile3);
        WriteNumber(json, "allocatedBytes", row.AllocatedBytes);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
            json.WriteNumber(name, Math.Round(known, 2));
        else
            json.WriteNull(name);
    }
}
