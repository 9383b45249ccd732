namespace LlmSentinel.Storage.Influx.Client;

/// <summary>Which points of a batch a server refused, as far as it tells.</summary>
/// <param name="RestWritten">True when it took the others.</param>
/// <param name="Dropped">How many it refused; null when it does not tell.</param>
/// <param name="Lines">Those it names.</param>
internal sealed record Refusal(bool RestWritten, int? Dropped, IReadOnlyList<RefusedLine> Lines);

/// <summary>A point a server names.</summary>
/// <param name="Number">Place in the batch, from 1; null when told by its text only.</param>
/// <param name="Text">The line or its beginning; empty when told by its number only.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record RefusedLine(int? Number, string Text, string Reason);
