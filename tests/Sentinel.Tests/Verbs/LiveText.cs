using System.Text;
using System.Text.RegularExpressions;

namespace LlmSentinel.Sentinel.Tests.Verbs;

/// <summary>Collects what a running verb prints and lets a test wait for a part of it.</summary>
internal sealed class LiveText : TextWriter
{
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_lock) _text.Append(value);
    }

    public override string ToString()
    {
        lock (_lock) return _text.ToString();
    }

    public async Task<string> FindAsync(Regex pattern, CancellationToken cancellation)
    {
        while (true)
        {
            if (pattern.Match(ToString()) is { Success: true } match) return match.Value;
            await Task.Delay(10, cancellation);
        }
    }
}
