using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting.Columns;

namespace LlmSentinel.Sentinel.Exporting.Formats.Parquet;

/// <summary>Rows gathered column by column.</summary>
internal sealed class RowGroup
{
    // Some 25 MB: enough for a column to be packed well.
    private const int Capacity = 32 * 1024;

    private readonly FlatRow _row = new();
    private readonly List<string?>[] _texts = Columns<string?>(kind => kind is ColumnKind.Text or ColumnKind.Word);
    private readonly List<decimal?>[] _money = Columns<decimal?>(kind => kind is ColumnKind.Money);
    private readonly List<long?>[] _numbers = Columns<long?>(kind => kind is not (ColumnKind.Text or ColumnKind.Word or ColumnKind.Money));

    public int Count { get; private set; }

    public bool IsFull => Count >= Capacity;

    public IReadOnlyList<string?> Texts(int place) => _texts[place];

    public IReadOnlyList<decimal?> Money(int place) => _money[place];

    public IReadOnlyList<long?> Numbers(int place) => _numbers[place];

    public void Add(Exchange exchange)
    {
        FlatExchange.Write(exchange, _row);
        for (var place = 0; place < ExportColumns.Count; place++)
        {
            switch (ExportColumns.All[place].Kind)
            {
                case ColumnKind.Text or ColumnKind.Word:
                    _texts[place].Add(_row.Texts[place]);
                    break;
                case ColumnKind.Money:
                    _money[place].Add(Fitting(_row.Money[place], exchange.Id));
                    break;
                default:
                    _numbers[place].Add(_row.Numbers[place]);
                    break;
            }
        }

        Count++;
    }

    public void Clear()
    {
        Count = 0;
        foreach (var place in Enumerable.Range(0, ExportColumns.Count))
        {
            _texts[place].Clear();
            _money[place].Clear();
            _numbers[place].Clear();
        }
    }

    private static decimal? Fitting(decimal? dollars, Guid id) => dollars is { } amount && decimal.Abs(amount) >= ParquetColumns.MoneyLimit
        ? throw new TransferException($"exchange {id}: an amount of {ParquetColumns.MoneyLimit} dollars or more does not fit into Parquet; csv and jsonl hold it")
        : dollars;

    private static List<T>[] Columns<T>(Func<ColumnKind, bool> of) =>
        [.. ExportColumns.All.Select(column => new List<T>(of(column.Kind) ? Capacity : 0))];
}
