using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Load;

/// <summary>Finds the upstream's times in a stream's text, however it is cut.</summary>
internal sealed class EventScanner(LoadOutcome outcome, long stallAfter)
{
    private readonly byte[] _cut = new byte[Fixed.TimeDigits];
    private int _cutLength = -1;
    private long _lastAt;

    /// <summary>A new stream begins.</summary>
    public void Reset() => (_cutLength, _lastAt) = (-1, 0);

    /// <summary>Looks at the next bytes of the body.</summary>
    public void Scan(ReadOnlySpan<byte> data)
    {
        var now = Clock.Now;
        while (true)
        {
            if (_cutLength < 0)
            {
                var at = data.IndexOf((byte)'@');
                if (at < 0)
                    return;
                data = data[(at + 1)..];
                _cutLength = 0;
            }

            var take = Math.Min(data.Length, _cut.Length - _cutLength);
            data[..take].CopyTo(_cut.AsSpan(_cutLength));
            data = data[take..];
            _cutLength += take;
            if (_cutLength < _cut.Length)
                return;
            _cutLength = -1;
            Event(Fixed.Read(_cut), now);
        }
    }

    private void Event(long sentAt, long now)
    {
        outcome.Events++;
        LoadOutcome.Record(outcome.EventDelay, now - sentAt);
        if (_lastAt > 0 && now - _lastAt > stallAfter)
            outcome.Stalls++;
        _lastAt = now;
    }
}
