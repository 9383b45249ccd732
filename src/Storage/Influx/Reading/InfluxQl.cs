using System.Globalization;
using System.Text;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Parts of InfluxQL statements that hold what others said: quoted so that they stay one name or one text, whatever is in them.</summary>
internal static class InfluxQl
{
    /// <summary>An identifier in double quotes.</summary>
    public static string Name(string name) => Quote(name, '"');

    /// <summary>A text in single quotes.</summary>
    public static string Text(string text) => Quote(text, '\'');

    /// <summary>A time in nanoseconds since 1970.</summary>
    public static string Time(long nanoseconds) => nanoseconds.ToString(CultureInfo.InvariantCulture);

    // The scanner knows three escapes, \\ \n and the quote, takes no line break that is not escaped and stops at a NUL. It has no way to
    // tell a carriage return or a NUL; no text that is asked for holds one, and a line feed in their place finds nothing.
    private static string Quote(string text, char quote)
    {
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var c in text)
        {
            if (c is '\n' or '\r' or '\0')
            {
                quoted.Append("\\n");
                continue;
            }

            if (c == quote || c == '\\')
                quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append(quote).ToString();
    }
}
