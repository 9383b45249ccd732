namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>A point a server does not take.</summary>
/// <param name="Index">Place in its batch.</param>
/// <param name="Word">One of <see cref="QuarantineReasons"/>.</param>
/// <param name="Reason">The server's words.</param>
internal readonly record struct QuarantinedLine(int Index, string Word, string Reason);
