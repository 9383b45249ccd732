namespace LlmSentinel.Core.Pricing;

/// <summary>What is wrong in a price file, and what is allowed there.</summary>
/// <param name="File">The file, as it was named in the configuration.</param>
/// <param name="Key">Where in it, for example <c>models[3].input</c>; empty when the file as a whole is meant.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Allowed">What is allowed.</param>
public sealed record PriceListError(string File, string Key, string Problem, string Allowed)
{
    /// <inheritdoc/>
    public override string ToString() => Key.Length == 0
        ? $"{File}: {Problem}; allowed: {Allowed}"
        : $"{File}: {Key}: {Problem}; allowed: {Allowed}";
}
