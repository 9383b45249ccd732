using System.Buffers;
using System.Globalization;
using System.Text;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Spool;
using LlmSentinel.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Win32.SafeHandles;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>A spool in a folder of its own whose blocks are words, one point each unless said otherwise.</summary>
internal sealed class TestSpool : IDisposable
{
    private readonly TempDirectory _temporary = new();
    private SpoolPosition _position;

    public TestSpool(
        FsyncPolicy fsync = FsyncPolicy.Never, int segmentBytes = 1024, long maxBytes = 1 << 20, string? folder = null, bool open = true,
        Action<SafeFileHandle>? flush = null)
    {
        Settings = new SpoolSettings
        {
            Folder = folder ?? _temporary.File("spool"), Fsync = fsync, SegmentBytes = segmentBytes, MaxBytes = maxBytes,
            Flush = flush ?? RandomAccess.FlushToDisk,
        };
        if (open)
            Open();
    }

    public SpoolSettings Settings { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public FakeLogger Logger { get; } = new();

    public DiskSpool Spool { get; private set; } = null!;

    public string Folder => Settings.Folder;

    /// <summary>The segments' paths, oldest first.</summary>
    public string[] Segments => [.. Directory.GetFiles(Folder, "*.spool").Order(StringComparer.Ordinal)];

    /// <summary>A word of some length that says its number.</summary>
    public static string Word(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"word-{number}:").PadRight(80 + (number * 37 % 300), (char)('a' + (number % 26)));

    public void Open()
    {
        Spool = DiskSpool.Open(Settings, Time, Logger);
        _position = Spool.Committed;
    }

    /// <summary>Closes and opens again, as a restart does.</summary>
    public void Reopen()
    {
        Spool.Dispose();
        Open();
    }

    public void Append(string word, int points = 1) => Spool.Append(Encoding.UTF8.GetBytes(word), points);

    /// <summary>Appends the words of these numbers.</summary>
    public void Append(Range numbers)
    {
        for (var i = numbers.Start.Value; i < numbers.End.Value; i++)
            Append(Word(i));
    }

    /// <summary>Appends words from this number on until one is refused; tells which and how.</summary>
    public (int Number, Exception Refusal) AppendUntilRefused(int number)
    {
        while (true)
        {
            try
            {
                Append(Word(number));
                number++;
            }
            catch (Exception e) when (DiskErrors.Is(e))
            {
                return (number, e);
            }
        }
    }

    /// <summary>The next word; null when there is none yet.</summary>
    public string? Read()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return Spool.TryRead(ref _position, buffer, out _) ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }

    /// <summary>All the words there are.</summary>
    public List<string> ReadAll()
    {
        List<string> words = [];
        while (Read() is { } word)
            words.Add(word);
        return words;
    }

    /// <summary>The words up to where reading is refused.</summary>
    public List<string> ReadUntilRefused()
    {
        List<string> words = [];
        try
        {
            while (Read() is { } word)
                words.Add(word);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            return words;
        }

        Assert.Fail("Nothing was refused.");
        return words;
    }

    /// <summary>What was read is delivered.</summary>
    public void Commit() => Spool.Commit(_position);

    /// <summary>Reads from the last commit on again.</summary>
    public void Rewind() => _position = Spool.Committed;

    /// <summary>The words of these numbers.</summary>
    public static List<string> Words(Range numbers) =>
        [.. Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value).Select(Word)];

    public void Dispose()
    {
        Spool?.Dispose();
        _temporary.Dispose();
    }
}
