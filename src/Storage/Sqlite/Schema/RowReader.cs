namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>Reads values one after the other, from a column on.</summary>
internal struct RowReader(Statement statement, LabelReader labels, int first = 0)
{
    private int _index = first;

    public long Long() => statement.Long(_index++);

    public int Int() => (int)statement.Long(_index++);

    public bool Flag() => statement.Long(_index++) != 0;

    public Guid Id(long key)
    {
        var column = _index++;
        return statement.IsInteger(column) ? RowId.Unpack(key, statement.Long(column)) : new Guid(statement.Blob(column), bigEndian: true);
    }

    public long? OptionalLong() => statement.TryLong(_index++, out var value) ? value : null;

    /// <summary>As <see cref="OptionalLong()"/>, where a mark may stand for what others imply.</summary>
    public long? OptionalLong(long? implied) => statement.IsBlob(_index) ? Skip(implied) : OptionalLong();

    public TimeSpan? Duration() => OptionalLong() is { } microseconds ? Values.ToTimeSpan(microseconds) : null;

    /// <summary>As <see cref="Money()"/>, where a mark may stand for what others imply.</summary>
    public decimal? Money(out bool isImplied) => (isImplied = statement.IsBlob(_index)) ? Skip<decimal?>(null) : Money();

    public decimal? Money()
    {
        var column = _index++;
        if (statement.IsInteger(column))
            return Values.ToMoney(statement.Long(column));
        return statement.IsNull(column) ? null : Values.ToMoney(statement.Text(column));
    }

    public string? Packed()
    {
        var column = _index++;
        if (statement.IsBlob(column))
            return PackedId.Unpack(statement.Blob(column));
        return statement.IsNull(column) ? null : statement.Text(column);
    }

    public string? Label()
    {
        var column = _index++;
        if (statement.IsInteger(column))
            return labels.Text(statement.Long(column));
        return statement.IsNull(column) ? null : statement.Text(column);
    }

    public string RequiredLabel() => Label() ?? "";

    public string? Hex()
    {
        var column = _index++;
        if (statement.IsBlob(column))
            return Convert.ToHexStringLower(statement.Blob(column));
        return statement.IsNull(column) ? null : statement.Text(column);
    }

    private T Skip<T>(T value)
    {
        _index++;
        return value;
    }
}
