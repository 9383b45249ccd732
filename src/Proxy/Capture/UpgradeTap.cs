using Microsoft.AspNetCore.Http.Features;

namespace LlmSentinel.Proxy.Capture;

/// <summary>Wraps the client's stream of an HTTP/1.1 upgrade once the upstream has agreed to it.</summary>
internal sealed class UpgradeTap(IHttpUpgradeFeature inner, ObservedExchange exchange) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        exchange.OnUpgraded();
        return new DuplexTap(await inner.UpgradeAsync(), exchange);
    }
}

/// <summary>The same for HTTP/2's extended CONNECT.</summary>
internal sealed class ConnectTap(IHttpExtendedConnectFeature inner, ObservedExchange exchange) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync()
    {
        exchange.OnUpgraded();
        return new DuplexTap(await inner.AcceptAsync(), exchange);
    }
}
