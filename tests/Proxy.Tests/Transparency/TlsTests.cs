using System.Net;
using System.Security.Cryptography.X509Certificates;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmSentinel.Proxy.Tests.Transparency;

/// <summary>TLS on the data port, and towards the upstream.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task ATlsPort_SpeaksBothVersions_ToAnUpstreamWithTls(string version)
    {
        using var pki = new TestPki();
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("chain.pem"), pki.Server.ExportCertificatePem(), TestContext.Current.CancellationToken);
        using var key = pki.Server.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await using var upstream = await ScriptedUpstream.StartAsync(
            context => context.Response.WriteAsync("over TLS"), HttpProtocols.Http1AndHttp2, pki);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, llm =>
        {
            llm.HttpClient = new() { DangerousAcceptAnyServerCertificate = true };
            llm.Proxy = new()
            {
                Listen = ["127.0.0.1:0"],
                DefaultUpstream = "llm",
                Tls = new() { Certificate = folder.File("chain.pem"), Key = folder.File("key.pem") },
            };
        });
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Issuer == pki.Authority.Subject,
        };
        using var http = new HttpClient(handler) { DefaultRequestVersion = new Version(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var answer = await http.GetAsync(new Uri(proxy.Address, "/v1/models"), TestContext.Current.CancellationToken);

        Assert.Equal("https", proxy.Address.Scheme);
        Assert.Equal((HttpStatusCode.OK, new Version(version)), (answer.StatusCode, answer.Version));
        Assert.Equal("over TLS", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("/v1/models", upstream.Received.RawTarget);
    }
}
