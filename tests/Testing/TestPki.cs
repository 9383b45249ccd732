using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LlmSentinel.Testing;

/// <summary>A throw-away certificate authority: made in memory, trusted by nobody but the test that holds it.</summary>
public sealed class TestPki : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the authority and one server certificate for localhost, 127.0.0.1 and ::1.</summary>
    public TestPki()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=LlmSentinel test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = authorityRequest.CreateSelfSigned(From, To);
        Server = Issue("localhost", From.AddDays(1), To.AddDays(-1));
    }

    /// <summary>The authority's certificate, with its private key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server's certificate, with its private key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>A certificate for <paramref name="host"/> and the loopback addresses, valid in the given range.</summary>
    public X509Certificate2 Issue(string host, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(Authority, notBefore, notAfter, RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);

        // A key that lives only in memory is refused by TLS on some platforms; the PFX form is accepted everywhere.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Server.Dispose();
        Authority.Dispose();
    }
}
