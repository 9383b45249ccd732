using System.Globalization;
using LlmSentinel.Proxy.Routing;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>YARP's client, made transparent: nothing is decompressed, followed, remembered or added.</summary>
internal sealed class SentinelHttpClientFactory(ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    /// <summary>How long a connection is used: long enough for warm ones, short enough to follow a provider that moves to other addresses.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ActivityHeadersPropagator = null;
        handler.PooledConnectionLifetime = ConnectionLifetime;
        if (ConnectTimeout(context.NewMetadata) is { } timeout)
            handler.ConnectTimeout = timeout;
    }

    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context) && ConnectTimeout(context.OldMetadata) == ConnectTimeout(context.NewMetadata);

    private static TimeSpan? ConnectTimeout(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue(YarpConfigMapper.ConnectTimeout, out var text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms)
            ? ms > 0 ? TimeSpan.FromMilliseconds(ms) : Timeout.InfiniteTimeSpan
            : null;
}
