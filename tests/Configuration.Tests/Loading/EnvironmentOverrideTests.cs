namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class EnvironmentOverrideTests
{
    [Theory]
    [InlineData("SENTINEL__PROXY__DRAINTIMEOUT")]
    [InlineData("SENTINEL__PROXY__DRAIN_TIMEOUT")]
    [InlineData("sentinel__proxy__drainTimeout")]
    [InlineData("Sentinel__Proxy__drain-timeout")]
    public void Load_Override_FindsTheKeyWhateverItsCase(string variable) =>
        Assert.Equal(TimeSpan.FromMinutes(1), Load.Valid("proxy: {drainTimeout: 5s}", (variable, "1m")).Options.Proxy.DrainTimeout);

    [Fact]
    public void Load_OverrideWithoutFile_SetsTheKeyOfADefaultUpstream()
    {
        var snapshot = Load.Valid("", ("SENTINEL__UPSTREAMS__OPENAI__APIKEY", "sk-1"));

        Assert.Equal("sk-1", snapshot.Upstreams[0].ApiKey);
        Assert.Equal(5, snapshot.Upstreams.Count);
    }

    [Fact]
    public void Load_OverrideOfAnExistingName_KeepsItsSpelling()
    {
        var options = Load.Valid("upstreams: {my_pool.eu: {address: 'http://a'}}", ("SENTINEL__UPSTREAMS__MYPOOL.EU__ADDRESS", "http://b")).Options;

        Assert.Equal("http://b", Assert.Contains("my_pool.eu", options.Upstreams).Address);
    }

    [Fact]
    public void Load_OverrideOfANewName_IsLowerCasedWithDashes() =>
        Assert.Equal("http://h:1", Assert.Contains("llama-cpp", Load.Valid("", ("SENTINEL__UPSTREAMS__LLAMA_CPP__ADDRESS", "http://h:1")).Options.Upstreams).Address);

    [Fact]
    public void Load_ListByIndex_ReplacesAndAppends() => Assert.Equal(
        ["127.0.0.1:1", "127.0.0.1:2"],
        Load.Valid("proxy: {listen: ['127.0.0.1:9']}", ("SENTINEL__PROXY__LISTEN__0", "127.0.0.1:1"), ("SENTINEL__PROXY__LISTEN__1", "127.0.0.1:2")).Options.Proxy.Listen);

    [Fact]
    public void Load_ListByIndexWithoutFile_StartsFromTheDefault() => Assert.Equal(
        ["127.0.0.1:4100", "127.0.0.1:2"], Load.Valid("", ("SENTINEL__PROXY__LISTEN__1", "127.0.0.1:2")).Options.Proxy.Listen);

    [Fact]
    public void Load_CommaList_ReplacesTheList() => Assert.Equal(
        ["127.0.0.1:1", "[::1]:1"], Load.Valid("proxy: {listen: ['127.0.0.1:9']}", ("SENTINEL__PROXY__LISTEN", "127.0.0.1:1, [::1]:1")).Options.Proxy.Listen);

    [Fact]
    public void Load_OverrideInsideAnAbsentGroup_MakesIt()
    {
        var options = Load.Valid("", ("SENTINEL__UPSTREAMS__OLLAMA__LOCALCOST__WATTS", "350.5"), ("SENTINEL__TELEMETRY__OTLP__HEADERS__X_API_KEY", "k")).Options;

        Assert.Equal(350.5m, options.Upstreams["ollama"].LocalCost!.Watts);
        Assert.Equal("k", options.Telemetry.Otlp.Headers["x-api-key"]);
    }

    [Fact]
    public void Load_OverrideOfAKeyLeftEmptyInTheFile_MakesIt() =>
        Assert.Equal("k", Load.Valid("upstreams:\n  openai:\n", ("SENTINEL__UPSTREAMS__OPENAI__APIKEY", "k")).Upstreams[0].ApiKey);

    [Fact]
    public void Load_OverrideOfOneAlias_LeavesWhatSharesItsAnchorAlone()
    {
        var options = Load.Valid("upstreams: {a: &x {address: 'http://a'}, b: *x}", ("SENTINEL__UPSTREAMS__B__ADDRESS", "http://b")).Options;

        Assert.Equal(("http://a", "http://b"), (options.Upstreams["a"].Address, options.Upstreams["b"].Address));
    }

    [Fact]
    public void Load_OverrideHoldingAReference_IsTakenLiterally() =>
        Assert.Equal("${HOME}", Load.Valid("", ("SENTINEL__UPSTREAMS__OPENAI__APIKEY", "${HOME}"), ("HOME", "x")).Upstreams[0].ApiKey);

    [Fact]
    public void Load_EmptyOverride_ClearsTextAndResetsTheRest()
    {
        var options = Load.Valid("proxy: {maxModels: 5, defaultUpstream: openai}", ("SENTINEL__PROXY__MAXMODELS", ""), ("SENTINEL__PROXY__DEFAULTUPSTREAM", "")).Options;

        Assert.Equal((200, ""), (options.Proxy.MaxModels, options.Proxy.DefaultUpstream));
    }

    [Fact]
    public void Load_OtherVariables_AreNotRead() =>
        Assert.Equal(200, Load.Valid("", ("SENTINEL_PROXY__MAXMODELS", "1"), ("XSENTINEL__PROXY__MAXMODELS", "2"), ("SENTINEL_CONFIG", "x")).Options.Proxy.MaxModels);

    [Theory]
    [InlineData("SENTINEL__PROXI__LISTEN", "a", "SENTINEL__PROXI__LISTEN: PROXI: unknown key; did you mean 'proxy'? allowed: proxy, ")]
    [InlineData("SENTINEL__PROXY__MAXMODELS__X", "a", "SENTINEL__PROXY__MAXMODELS__X: proxy.maxModels: the key holds a single value and has no keys below it; ")]
    [InlineData("SENTINEL__PROXY", "a", "SENTINEL__PROXY: proxy: is a group of keys, not a single value; allowed: SENTINEL__PROXY__KEY=value")]
    [InlineData("SENTINEL__PROXY__LISTEN__7", "a", "SENTINEL__PROXY__LISTEN__7: proxy.listen.7: not an item of the list; allowed: 0 to 1, ")]
    [InlineData("SENTINEL__PROXY__MAXMODELS", "many", "SENTINEL__PROXY__MAXMODELS: proxy.maxModels: the value is not a whole number; allowed: a whole number; 1 to 100000")]
    [InlineData("SENTINEL__", "a", "SENTINEL__: unknown key; ")]
    [InlineData("SENTINEL__UPSTREAMS____ADDRESS", "http://x", "SENTINEL__UPSTREAMS____ADDRESS: upstreams.: not a name that can stand here; ")]
    public void Load_BadOverride_IsReportedUnderTheVariablesName(string variable, string value, string expected) =>
        Assert.StartsWith(expected, Load.OnlyError("", (variable, value)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Load_TwoVariablesForOneKey_IsAnError() => Assert.Equal(
        "SENTINEL__ADMIN__token: admin.token: is already set by the environment variable SENTINEL__ADMIN__TOKEN",
        Load.OnlyError("", ("SENTINEL__ADMIN__TOKEN", "a"), ("SENTINEL__ADMIN__token", "b")).ToString());
}
