using LlmSentinel.Configuration;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Hosting;

/// <summary>What a person sees first: where it listens, where calls go, where to look, and what is switched to something unsafe.</summary>
public static class Banner
{
    /// <summary>Writes it once calls are accepted.</summary>
    public static async Task WriteAsync(TextWriter output, ConfigurationSnapshot configuration, SentinelHost host)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(host);
        var options = configuration.Options;
        await output.WriteLineAsync($"LlmSentinel {SentinelMetrics.Version}   configuration: {configuration.Path ?? "built-in defaults"}");
        await output.WriteLineAsync($"  calls      {string.Join("  ", host.DataAddresses.Select(Trim))}");
        foreach (var upstream in configuration.Upstreams)
        {
            var mark = upstream.Name == options.Proxy.DefaultUpstream ? "  (default: /)" : "";
            await output.WriteLineAsync($"             /{upstream.Name}/ -> {string.Join(", ", upstream.Destinations.Select(d => d.Address))}{mark}");
        }

        await output.WriteLineAsync($"  admin      {Trim(host.AdminAddress)}   {host.Edition.AdminPages}");
        await output.WriteLineAsync($"  recording  {options.Store.Describe()}");
        await output.WriteLineAsync($"  try        OPENAI_BASE_URL={Trim(host.DataAddresses[0])}/v1 your-app{(host.Edition.Hint.Length == 0 ? "" : "      " + host.Edition.Hint)}");
        foreach (var upstream in configuration.Upstreams.Where(u => u.Options.HttpClient.DangerousAcceptAnyServerCertificate))
            await output.WriteLineAsync($"  WARNING    upstream {upstream.Name} accepts any server certificate");
        await output.FlushAsync();
    }

    private static string Trim(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
