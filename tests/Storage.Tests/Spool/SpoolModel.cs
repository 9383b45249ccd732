namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>A spool and, beside it, what each word looked like on disk when it was written.</summary>
internal sealed class SpoolModel(long maxBytes) : IDisposable
{
    private readonly TestSpool _spool = new(maxBytes: maxBytes);
    private readonly List<Word> _words = [];
    private int _next;
    private int _committed;
    private bool _positionDamaged;
    private long _pendingAtOpen;
    private long _appendedSince;

    public void Append(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var before = _spool.Segments.ToDictionary(s => s, s => new FileInfo(s).Length);
            _spool.Append(TestSpool.Word(_words.Count));
            var file = _spool.Segments[^1];
            _words.Add(new Word(file, (int)before.GetValueOrDefault(file, 32), File.ReadAllBytes(file)));
            _appendedSince++;
        }
    }

    public void Read(int count)
    {
        for (var i = 0; i < count && Next() is { } expected; i++)
        {
            Assert.Equal(TestSpool.Word(expected), _spool.Read());
            _next = expected + 1;
        }
    }

    public void Commit()
    {
        _spool.Commit();
        _committed = _next;
    }

    /// <summary>Closes, does something to the files and opens again.</summary>
    public void Restart(Action meanwhile)
    {
        _spool.Spool.Dispose();
        meanwhile();
        _spool.Open();
        _next = _committed;
        if (_positionDamaged)
            FindPosition();
        _pendingAtOpen = _spool.Spool.Pending;
        _appendedSince = 0;
    }

    public void Flip(int file, double place, int bit)
    {
        if (Pick(file) is not { } path)
            return;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0)
            return;
        var at = (int)(place * (bytes.Length - 1));
        bytes[at] ^= (byte)(1 << bit);
        File.WriteAllBytes(path, bytes);
    }

    public void Truncate(int file, double place)
    {
        if (Pick(file) is not { } path)
            return;
        var length = (int)(place * new FileInfo(path).Length);
        using var stream = new FileStream(path, FileMode.Open);
        stream.SetLength(length);
    }

    public void Remove(int file)
    {
        if (Pick(file) is { } path)
            File.Delete(path);
    }

    public void DamagePosition(int at, int bit)
    {
        var path = Path.Combine(_spool.Folder, "position");
        if (!File.Exists(path))
            return;
        if (bit == 8)
        {
            File.Delete(path);
        }
        else
        {
            var bytes = File.ReadAllBytes(path);
            bytes[Math.Min(at, bytes.Length - 1)] ^= (byte)(1 << bit);
            File.WriteAllBytes(path, bytes);
        }

        _positionDamaged = true;
    }

    /// <summary>Reads everything there is and checks that every point is accounted for.</summary>
    public void Finish()
    {
        Read(int.MaxValue);
        Assert.Null(_spool.Read());
        Commit();
        var spool = _spool.Spool;
        Assert.Equal(0, spool.Pending);
        Assert.Equal(_pendingAtOpen + _appendedSince, spool.Delivered + spool.Dropped + spool.Lost);
        Assert.Equal(_spool.Segments.Sum(s => new FileInfo(s).Length), spool.Bytes);
        Assert.InRange(spool.Bytes, 0, maxBytes);
    }

    public void Dispose() => _spool.Dispose();

    // An older position, or none: reading begins earlier, with a word that is whole.
    private void FindPosition()
    {
        _positionDamaged = false;
        if (_spool.Read() is { } word)
        {
            var number = Enumerable.Range(0, _words.Count).First(n => TestSpool.Word(n) == word);
            Assert.True(IsThere(number));
            Assert.InRange(number, 0, Next() ?? number);
            _next = _committed = number;
        }
        else
        {
            Assert.Null(Next());
        }

        _spool.Rewind();
    }

    private int? Next()
    {
        for (var i = _next; i < _words.Count; i++)
        {
            if (IsThere(i))
                return i;
        }

        return null;
    }

    private bool IsThere(int number) => _words[number].IsThere;

    private string? Pick(int file) => _spool.Segments is { Length: > 0 } segments ? segments[file % segments.Length] : null;

    /// <summary>A word, and its file's bytes when it had been appended. A bit that is flipped twice is as it was.</summary>
    private sealed class Word(string file, int start, byte[] written)
    {
        public bool IsThere => File.Exists(file) && File.ReadAllBytes(file) is var now && now.Length >= written.Length
            && now.AsSpan(start, written.Length - start).SequenceEqual(written.AsSpan(start));
    }
}
