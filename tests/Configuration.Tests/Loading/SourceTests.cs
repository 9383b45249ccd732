namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class SourceTests
{
    [Fact]
    public void Entries_TellValueSourceAndRestartOfEachKey()
    {
        var entries = Load.Valid(
            """
            proxy:
              drainTimeout: 90s
              listen:
                - 127.0.0.1:5000
            capture: {budgetBytes: 32MB}
            """,
            ("SENTINEL__LOGGING__LEVEL", "debug")).Entries.ToDictionary(entry => entry.Key);

        Assert.Equal(new ConfigurationEntry("proxy.drainTimeout", "90s", "sentinel.yaml:2", false), entries["proxy.drainTimeout"]);
        Assert.Equal(new ConfigurationEntry("proxy.listen[0]", "127.0.0.1:5000", "sentinel.yaml:4", true), entries["proxy.listen[0]"]);
        Assert.Equal(new ConfigurationEntry("proxy.listenHttp2", "[]", "default", true), entries["proxy.listenHttp2"]);
        Assert.Equal(new ConfigurationEntry("capture.budgetBytes", "32MB", "sentinel.yaml:5", false), entries["capture.budgetBytes"]);
        Assert.Equal(new ConfigurationEntry("capture.exchangeLimitBytes", "256KiB", "default", false), entries["capture.exchangeLimitBytes"]);
        Assert.Equal(new ConfigurationEntry("logging.level", "debug", "environment SENTINEL__LOGGING__LEVEL", true), entries["logging.level"]);
        Assert.Equal(new ConfigurationEntry("upstreams.ollama.timeouts.idle", "30m", "default", false), entries["upstreams.ollama.timeouts.idle"]);
        Assert.Equal(new ConfigurationEntry("proxy.tls", null, "default", true), entries["proxy.tls"]);
    }
}
