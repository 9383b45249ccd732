namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("${A}", "alpha")]
    [InlineData("'${A}'", "alpha")]
    [InlineData("x-${A}-${B}-y", "x-alpha-beta-y")]
    [InlineData("${NOT_SET:-fallback}", "fallback")]
    [InlineData("${A:-fallback}", "alpha")]
    [InlineData("${EMPTY:-fallback}", "fallback")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${NOT_SET:-}", "")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$A", "$A")]
    [InlineData("cost$${A}${A}", "cost${A}alpha")]
    [InlineData("${TRICKY}", "${B}: #x")]
    public void Load_VariableInAValue_StandsForWhatItHolds(string written, string value)
    {
        var snapshot = Load.Valid(
            $"upstreams: {{mine: {{preset: vllm, provider: \"{written.Trim('\'')}\"}}}}",
            ("A", "alpha"), ("B", "beta"), ("EMPTY", ""), ("TRICKY", "${B}: #x"));

        Assert.Equal(value, snapshot.Options.Upstreams["mine"].Provider);
    }

    [Theory]
    [InlineData("{level: ${L}, format: ${J:-json}}")]
    [InlineData("{ level: ${L} , format: ${J:-json} }")]
    [InlineData("{format: ${J:-json}, level: x${L:-} }", "sentinel.yaml:1:38: logging.level: ")]
    public void Load_VariableWithoutQuotesInBraces_IsTaken(string logging, string? error = null)
    {
        var result = Load.Text($"logging: {logging}", ("L", "debug"));

        if (error is not null)
            Assert.StartsWith(error, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        else
            Assert.Equal(("debug", "json"), (result.GetSnapshot().Options.Logging.Level, result.GetSnapshot().Options.Logging.Format));
    }

    [Fact]
    public void Load_VariableInNumbersDurationsAndWords_IsReadAsSuch()
    {
        var options = Load.Valid(
            "proxy:\n  maxModels: ${N}\n  drainTimeout: ${D}\n  appFromCredential: ${F}\nlogging:\n  level: ${L}",
            ("N", "12"), ("D", "90s"), ("F", "false"), ("L", "debug")).Options;

        Assert.Equal((12, TimeSpan.FromSeconds(90), false, "debug"), (options.Proxy.MaxModels, options.Proxy.DrainTimeout, options.Proxy.AppFromCredential, options.Logging.Level));
    }

    [Fact]
    public void Load_EmptyVariableWhereTextMakesNoSense_MeansTheDefault() =>
        Assert.Equal(200, Load.Valid("proxy: {maxModels: '${EMPTY}'}", ("EMPTY", "")).Options.Proxy.MaxModels);

    [Fact]
    public void Load_VariableHoldingYaml_NeverBecomesKeys() =>
        Assert.Equal("a\", admin: {token: b}", Load.Valid("upstreams: {m: {preset: vllm, provider: '${X}'}}", ("X", "a\", admin: {token: b}")).Options.Upstreams["m"].Provider);
}
