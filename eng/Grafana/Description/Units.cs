namespace LlmSentinel.Grafana.Description;

/// <summary>Grafana's names of units.</summary>
internal static class Units
{
    public const string Number = "short";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string CallsPerSecond = "reqps";
    public const string PerSecond = "cps";
    public const string PerHour = "suffix: /h";
    public const string Seconds = "s";
    public const string Share = "percentunit";
    public const string Tokens = "suffix: tok";
    public const string TokensPerSecond = "suffix: tok/s";
    public const string Usd = "currencyUSD";
    public const string Text = "string";
}
