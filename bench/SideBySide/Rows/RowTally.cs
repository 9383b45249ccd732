namespace LlmSentinel.Bench.SideBySide.Rows;

/// <summary>The rows found of some calls.</summary>
/// <param name="Completed">Calls that were answered whole.</param>
/// <param name="Failed">Calls that were not; each may have a row or none.</param>
/// <param name="Stored">Calls that were answered and have a row.</param>
/// <param name="Wrong">Rows with another usage or outcome than the answer had.</param>
/// <param name="Twice">Rows above one of a call.</param>
/// <param name="Strange">Rows of no call.</param>
/// <param name="Example">A wrong row, for people.</param>
internal readonly record struct RowTally(long Completed, long Failed, long Stored, int Wrong, int Twice, int Strange, string? Example)
{
    /// <summary>Calls that have no row and were not counted as dropped, or were counted and have one.</summary>
    public long Unaccounted(long dropped)
    {
        var missing = Completed - Stored;
        return missing > dropped ? missing - dropped : Math.Max(0, dropped - missing - Failed);
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="dropped">Rows the target says it gave up.</param>
    public string? Problem(long dropped = 0)
    {
        if (Unaccounted(dropped) == 0 && Wrong == 0 && Twice == 0 && Strange == 0)
            return null;
        var counted = dropped > 0 ? $" ({dropped} counted as dropped)" : "";
        return $"{Completed} responses: {Completed - Stored} rows missing{counted}, {Wrong} wrong, {Twice} twice, {Strange} of no call{(Example is null ? "" : "; " + Example)}";
    }
}
