using System.Globalization;
using System.Text;

namespace LlmSentinel.Configuration;

/// <summary>One thing wrong with the configuration. Never holds a value that may be a secret.</summary>
/// <param name="Source">File path, or the name of an environment variable.</param>
/// <param name="Line">Line in the file, from 1; 0 when the source is an environment variable or the file as a whole.</param>
/// <param name="Column">Column in the line, from 1; 0 like <paramref name="Line"/>.</param>
/// <param name="Key">Path of the key, for example <c>upstreams.openai.timeouts.idle</c>; empty when it concerns the file as a whole.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Allowed">What is allowed; null when the message leaves no question.</param>
public sealed record ConfigError(string Source, int Line, int Column, string Key, string Message, string? Allowed)
{
    /// <summary>The way compilers print: <c>sentinel.yaml:12:5: upstreams.openai.timeout: unknown key; did you mean 'timeouts'? allowed: ...</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder(Source);
        if (Line > 0)
            text.Append(CultureInfo.InvariantCulture, $":{Line}:{Column}");
        text.Append(": ");
        if (Key.Length > 0)
            text.Append(Key).Append(": ");
        text.Append(Message);
        if (Allowed is not null)
            text.Append(Message.EndsWith('?') ? " allowed: " : "; allowed: ").Append(Allowed);
        return text.ToString();
    }
}
