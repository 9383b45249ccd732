using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Proxy;

/// <summary>The options the data path reads for each call; swapped whole when the configuration changes.</summary>
internal sealed class ProxySettings(SentinelOptions options)
{
    private volatile SentinelOptions _current = options;

    public SentinelOptions Current
    {
        get => _current;
        set => _current = value;
    }
}
