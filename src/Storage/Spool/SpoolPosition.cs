namespace LlmSentinel.Storage.Spool;

/// <summary>A place between two blocks. The default is before everything.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="Offset">Bytes into its file.</param>
/// <param name="Point">Points appended before this place since the folder was begun.</param>
/// <param name="LostPoints">How many of them were found damaged or missing by the one who read up to here, since the spool was opened.</param>
/// <param name="DamagedBlocks">Damaged stretches found on the way, a block each at least.</param>
internal readonly record struct SpoolPosition(long Segment, long Offset, long Point, long LostPoints, long DamagedBlocks)
{
    /// <summary>True when this place comes before the other.</summary>
    public bool IsBefore(SpoolPosition other) =>
        Segment < other.Segment || (Segment == other.Segment && Offset < other.Offset);

    /// <summary>The same place with the points up to <paramref name="point"/> missing.</summary>
    public SpoolPosition Lose(long point) =>
        point > Point ? this with { LostPoints = LostPoints + point - Point, Point = point } : this;
}
