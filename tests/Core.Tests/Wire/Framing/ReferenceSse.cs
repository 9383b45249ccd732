using System.Text;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Tests.Wire.Framing;

/// <summary>The event stream format read slowly and plainly from the whole stream, with our three additions to the standard.</summary>
internal static class ReferenceSse
{
    public static List<Framed> Read(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var mark = Encoding.Latin1.GetString([0xEF, 0xBB, 0xBF]);
        if (text.StartsWith(mark, StringComparison.Ordinal))
            text = text[3..];
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

        var events = new List<Framed>();
        var name = "";
        List<string>? data = null;
        var bare = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var unfinished = i == lines.Length - 1;
            if (line.Length == 0 && !unfinished)
            {
                if (data is not null)
                    events.Add(new Framed(name, string.Join('\n', data)));
                name = "";
                data = null;
                bare = false;
                continue;
            }

            if (line.Length == 0)
                continue;
            if (line[0] == '{' && data is null)
                bare = true;
            if (bare)
            {
                (data ??= []).Add(line);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            if (value.StartsWith(' '))
                value = value[1..];
            if (field == "event")
                name = value;
            if (field == "error" && colon >= 0)
                name = "error";
            if (field == "data" || (field == "error" && colon >= 0))
                (data ??= []).Add(value);
        }

        if (data is not null && CompleteJson.Is(Encoding.Latin1.GetBytes(string.Join('\n', data))))
            events.Add(new Framed(name, string.Join('\n', data)));
        return events;
    }
}
