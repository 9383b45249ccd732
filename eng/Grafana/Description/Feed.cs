namespace LlmSentinel.Grafana.Description;

/// <summary>Who makes the numbers of a panel, and when.</summary>
internal enum Feed
{
    /// <summary>Every call.</summary>
    Calls,

    /// <summary>What should not happen: an empty panel is the good case.</summary>
    Trouble,

    /// <summary>Parts of the sentinel that come with later versions; see <see cref="Reserved.ReservedInstruments"/>.</summary>
    Later,
}
