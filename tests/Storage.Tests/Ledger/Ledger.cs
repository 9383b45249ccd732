using System.Globalization;

namespace LlmSentinel.Storage.Tests.Ledger;

/// <summary>What the recording process said: which exchanges it was about to record, and which the spool has acknowledged.</summary>
internal sealed class Ledger(int total)
{
    private readonly Lock _lock = new();
    private readonly bool[] _recorded = new bool[total];
    private readonly bool[] _spooled = new bool[total];
    private int _next;
    private int _spooledCount;
    private bool _delivered;

    /// <summary>First exchange nobody has begun to record.</summary>
    public int Next
    {
        get
        {
            lock (_lock)
                return _next;
        }
    }

    /// <summary>Acknowledged exchanges.</summary>
    public int Spooled
    {
        get
        {
            lock (_lock)
                return _spooledCount;
        }
    }

    /// <summary>True once everything was dealt with.</summary>
    public bool Delivered
    {
        get
        {
            lock (_lock)
                return _delivered;
        }
    }

    public bool IsRecorded(int number) => _recorded[number];

    public bool IsSpooled(int number) => _spooled[number];

    /// <summary>Takes a line of the process.</summary>
    public void Hear(string line)
    {
        lock (_lock)
        {
            var words = line.Split(' ');
            if (words[0] == "delivered")
            {
                _delivered = true;
                return;
            }

            var (from, to) = (int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
            if (words[0] == "recording")
            {
                _recorded.AsSpan(from..to).Fill(true);
                _next = to;
            }
            else
            {
                _spooled.AsSpan(from..to).Fill(true);
                _spooledCount += to - from;
            }
        }
    }
}
