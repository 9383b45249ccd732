namespace LlmSentinel.Storage.Summary;

/// <summary>The exact sum of amounts of money; null while there is none.</summary>
internal struct CostSum
{
    private Int128 _scaled;
    private decimal _other;
    private bool _any;

    /// <summary>The sum in US dollars.</summary>
    public readonly decimal? Total => _any ? SaturatingAdd((decimal)_scaled / Values.MoneyScale, _other) : null;

    public void Add(in SummaryValue value)
    {
        if (value.ScaledCost != SummaryValue.None)
            (_scaled, _any) = (_scaled + value.ScaledCost, true);
        else if (value.OtherCost is { } other)
            (_other, _any) = (SaturatingAdd(_other, other), true);
    }

    public void Add(decimal? amount)
    {
        if (amount is not { } known)
            return;
        _any = true;
        if (Values.TryScale(known, out var scaled))
            _scaled += scaled;
        else
            _other = SaturatingAdd(_other, known);
    }

    // A provider may report absurd amounts; a sum of them ends at the largest number there is.
    private static decimal SaturatingAdd(decimal a, decimal b)
    {
        try
        {
            return a + b;
        }
        catch (OverflowException)
        {
            return a > 0 ? decimal.MaxValue : decimal.MinValue;
        }
    }
}
