using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>Reads a query's answer: one JSON object a line, as chunked answers come, or a single one.</summary>
internal static class SeriesReader
{
    /// <summary>The series of all objects.</summary>
    /// <exception cref="InfluxException">The server tells an error, or what it sends is not an answer.</exception>
    public static async IAsyncEnumerable<InfluxSeries> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
        try
        {
            for (var last = false; !last;)
            {
                var read = await ReadAsync(reader, cancellationToken).ConfigureAwait(false);
                last = read.IsCompleted;
                var buffer = read.Buffer;
                while (TryTakeObject(ref buffer, last, out var line))
                {
                    using var json = Parse(line);
                    foreach (var series in Series(json.RootElement))
                        yield return series;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new InfluxException("The server's answer to a query broke off.", innerException: e);
        }
    }

    private static bool TryTakeObject(ref ReadOnlySequence<byte> buffer, bool last, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return line.Length > 0 || TryTakeObject(ref buffer, last, out line);
        }

        line = buffer;
        if (!last || buffer.IsEmpty)
            return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static JsonDocument Parse(in ReadOnlySequence<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new InfluxException("The server's answer to a query is not JSON, or broke off.", innerException: e);
        }
    }

    private static IEnumerable<InfluxSeries> Series(JsonElement root)
    {
        ThrowIfError(root);
        if (!root.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var result in results.EnumerateArray())
        {
            ThrowIfError(result);
            if (!result.TryGetProperty("series", out var all) || all.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var series in all.EnumerateArray())
                yield return Read(series);
        }
    }

    private static InfluxSeries Read(JsonElement series) => new(
        series.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "",
        series.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object
            ? tags.EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetString() ?? "", StringComparer.Ordinal)
            : [],
        [.. series.GetProperty("columns").EnumerateArray().Select(c => c.GetString() ?? "")],
        series.TryGetProperty("values", out var rows) ? rows : NoRows);

    private static JsonElement NoRows { get; } = JsonElement.Parse("[]");

    private static void ThrowIfError(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String)
            throw new InfluxException($"The server refused a query: {ErrorBody.Brief(error.GetString()!)}");
    }
}
