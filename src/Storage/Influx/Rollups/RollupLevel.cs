using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx.Writing;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>Sums of one length: those in memory, and where they go. Not thread-safe.</summary>
/// <param name="table">The sums in memory.</param>
/// <param name="server">Where they go.</param>
/// <param name="measurement">Name of their measurement.</param>
/// <param name="tags">Tags of the configuration.</param>
internal sealed class RollupLevel(RollupTable table, RollupDestination server, byte[] measurement, PointTags tags)
{
    // Open combinations of period and tags, of some 3 KB each. Beyond it they are written early, as parts.
    private const int MostOpen = 2_000;

    /// <summary>Where they go.</summary>
    public RollupDestination Server => server;

    /// <summary>Adds an exchange. Does no I/O but when too much is open.</summary>
    public void Add(Exchange exchange, long microseconds)
    {
        table.Add(exchange, microseconds);
        if (table.Count > MostOpen)
            Flush(long.MaxValue, others: false);
    }

    /// <summary>
    /// Opens the spool if need be, and writes the periods that end before a time in microseconds and, if asked for, what there is of others.
    /// Never throws: nothing that is wrong here may end a timer's thread or the writing of points. What cannot be written is kept for the next
    /// time, as far as there is room.
    /// </summary>
    public void Flush(long before, bool others)
    {
        try
        {
            server.Open();
            table.Flush(before, others, measurement, tags, server.Append);
            server.Succeeded();
        }
        catch (Exception e)
        {
            server.Failed(e, table.Count > MostOpen ? table.Clear() : 0);
        }
    }
}
