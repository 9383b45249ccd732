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

    /// <summary>Waits for a text while the verb runs.</summary>
    public async Task<string> FindAsync(Regex pattern, Task run, CancellationToken cancellation)
    {
        while (true)
        {
            var ended = run.IsCompleted;
            if (pattern.Match(ToString()) is { Success: true } match) return match.Value;
            Assert.False(ended, $"The verb ended without '{pattern}':\n{this}");
            await Task.Delay(10, cancellation);
        }
    }
}
