using System.Globalization;
using System.Text;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>What the samples are made of.</summary>
internal static class SampleWriter
{
    private static readonly string[] Words = [" the", " model", " answers", " slowly", ",", " but", " every", " token", " counts", "."];

    /// <summary>The text of an event, as it stands inside a JSON string.</summary>
    public static string Word(int index) => index % 25 == 24 ? "\\n\\n" : Words[index % Words.Length];

    /// <summary>Some 600 characters of answer, as they stand inside a JSON string.</summary>
    public static string Answer { get; } = string.Concat(Enumerable.Range(0, 110).Select(Word));

    /// <summary>A stream's events: what comes before the text, one event a word, what comes after it.</summary>
    public static List<(string Name, string Data)> Stream(
        (string, string)[] before, Func<int, (string, string)> word, (string, string)[] after)
    {
        var words = DialectSample.EventCount - before.Length - after.Length;
        return [.. before, .. Enumerable.Range(0, words).Select(word), .. after];
    }

    /// <summary>The sample of a dialect that streams server-sent events.</summary>
    public static DialectSample Sse(string dialect, List<(string Name, string Data)> events, string body) =>
        Make(dialect, "text/event-stream", events, body, e => Utf8(e.Name.Length > 0 ? $"event: {e.Name}\ndata: {e.Data}\n\n" : $"data: {e.Data}\n\n"));

    /// <summary>A sample framed by <paramref name="frame"/>.</summary>
    public static DialectSample Make(
        string dialect, string contentType, List<(string Name, string Data)> events, string body, Func<(string Name, string Data), byte[]> frame) =>
        new(dialect, contentType, [.. events.Select(e => new SampleEvent(Utf8(e.Name), Utf8(e.Data)))], [.. events.Select(frame)], Utf8(body));

    /// <summary>A number as text.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes of a text.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
