using System.Buffers;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>Binds values one after the other, to a statement cleared of those of the row before: what is null stays as it is.</summary>
internal ref struct RowBinder
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private readonly Statement _statement;
    private readonly LabelWriter _labels;
    private int _index;

    public RowBinder(Statement statement, LabelWriter labels)
    {
        (_statement, _labels) = (statement, labels);
        statement.Clear();
    }

    public void Add(long value) => _statement.Bind(++_index, value);

    public void Add(bool value) => Add(value ? 1L : 0L);

    public void Add(TimeSpan value) => Add(Values.ToMicroseconds(value));

    public void Add(long? value)
    {
        if (value is { } known)
            Add(known);
        else
            _index++;
    }

    /// <summary>Nothing but a mark where the value is what others imply.</summary>
    public void Add(long? value, long? implied)
    {
        if (value is null || value != implied)
            Add(value);
        else
            Add([]);
    }

    /// <summary>Nothing but a mark where the value is what others imply.</summary>
    public void Add(decimal? value, decimal? implied)
    {
        if (value is null || value != implied)
            Add(value);
        else
            Add([]);
    }

    public void Add(TimeSpan? value) => Add(value is { } known ? Values.ToMicroseconds(known) : (long?)null);

    public void Add(string? value)
    {
        if (value is null)
            _index++;
        else
            _statement.Bind(++_index, value);
    }

    public void Add(Guid value) => _statement.Bind(++_index, value);

    public void Add(ReadOnlySpan<byte> blob) => _statement.Bind(++_index, blob);

    public void Add(decimal? value)
    {
        if (value is not { } amount)
            _index++;
        else if (Values.TryScale(amount, out var scaled))
            Add(scaled);
        else
            Add(Values.ToText(amount));
    }

    /// <summary>A word that comes again and again: its number in the table of labels, or the word itself where that table is full.</summary>
    public void AddLabel(string? value)
    {
        if (value is null)
            _index++;
        else if (_labels.TryGetId(value, out var id))
            Add(id);
        else
            Add(value);
    }

    /// <summary>An id of the provider: packed where it can be, else as it stands.</summary>
    public void AddPacked(string? id)
    {
        Span<byte> packed = stackalloc byte[PackedId.MaxBytes];
        if (id is not null && PackedId.TryPack(id, packed, out var length))
            _statement.Bind(++_index, packed[..length]);
        else
            Add(id);
    }

    /// <summary>Lower-case hex digits as bytes, half as long; anything else as it stands.</summary>
    public void AddHex(string? value)
    {
        if (value is null || value.Length is 0 or > 64 || value.Length % 2 != 0 || value.AsSpan().ContainsAnyExcept(HexDigits))
        {
            Add(value);
            return;
        }

        Span<byte> bytes = stackalloc byte[32];
        Convert.FromHexString(value, bytes, out _, out var written);
        _statement.Bind(++_index, bytes[..written]);
    }
}
