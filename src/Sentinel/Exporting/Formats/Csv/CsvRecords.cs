namespace LlmSentinel.Sentinel.Exporting.Formats.Csv;

/// <summary>
/// Records of RFC 4180, one after the other; lines may end with a line feed alone. Tells whether a field was quoted, which is how empty text
/// and no text are told apart.
/// </summary>
internal sealed class CsvRecords(TextReader text)
{
    // A quote that is not closed would otherwise take the rest of the file into memory.
    private const int LongestRecord = 4 * 1024 * 1024;
    private const int End = -1;

    private readonly List<(int Start, int Length, bool Quoted)> _fields = [];
    private readonly char[] _buffer = new char[32 * 1024];
    private char[] _record = new char[4096];
    private int _length;
    private int _at;
    private int _filled;
    private long _nextLine = 1;

    /// <summary>The line the record began in.</summary>
    public long Line { get; private set; }

    /// <summary>Fields of the record.</summary>
    public int Count => _fields.Count;

    /// <summary>True for a line without anything in it.</summary>
    public bool IsBlank => _fields is [{ Length: 0, Quoted: false }];

    /// <summary>Text of a field, valid until the next record.</summary>
    public ReadOnlySpan<char> Text(int field) => _record.AsSpan(_fields[field].Start, _fields[field].Length);

    public bool IsQuoted(int field) => _fields[field].Quoted;

    /// <summary>False at the end. Throws <see cref="TransferException"/> for quotes that cannot be understood.</summary>
    public bool Read()
    {
        _fields.Clear();
        _length = 0;
        Line = _nextLine;
        if (Peek() == End)
            return false;
        while (ReadField())
        {
        }

        return true;
    }

    // False after the last field of a record.
    private bool ReadField()
    {
        var start = _length;
        var quoted = Peek() == '"';
        if (quoted)
            ReadQuoted();
        else
            ReadPlain();
        _fields.Add((start, _length - start, quoted));

        var next = Next();
        if (next == ',')
            return true;
        if (next == '\r' && Peek() == '\n')
            next = Next();
        if (next == '\n')
            _nextLine++;
        else if (next != End)
            throw new TransferException($"line {Line}: something follows a closing quote; nothing after it can be read");
        return false;
    }

    private void ReadPlain()
    {
        while (Peek() is not (',' or '\n' or End))
        {
            var c = Next();
            if (c == '\r' && Peek() is '\n' or End)
                continue;
            Add(c);
        }
    }

    private void ReadQuoted()
    {
        Next();
        while (true)
        {
            var c = Next();
            if (c == End)
                throw new TransferException($"line {Line}: a quote is not closed");
            if (c == '"')
            {
                if (Peek() != '"')
                    return;
                Next();
            }

            if (c == '\n')
                _nextLine++;
            Add(c);
        }
    }

    private void Add(int c)
    {
        if (_length == _record.Length)
        {
            if (_length >= LongestRecord)
                throw new TransferException($"line {Line}: the record is longer than {LongestRecord / 1024 / 1024} million characters; a quote may be missing");
            Array.Resize(ref _record, _record.Length * 2);
        }

        _record[_length++] = (char)c;
    }

    private int Peek()
    {
        if (_at == _filled)
        {
            _filled = text.Read(_buffer, 0, _buffer.Length);
            _at = 0;
        }

        return _filled == 0 ? End : _buffer[_at];
    }

    private int Next()
    {
        var c = Peek();
        if (c != End)
            _at++;
        return c;
    }
}
