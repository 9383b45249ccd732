using System.Security.Cryptography;
using System.Text;

namespace LlmSentinel.Core.Pipeline;

/// <summary>
/// Tells applications apart without keeping their credentials: the name an application gives itself, or a keyed hash
/// (HMAC-SHA-256, 48 bits shown) that cannot be turned back and differs between installations.
/// </summary>
public sealed class AppIdentity(byte[] key)
{
    private const int ShownBytes = 6;

    /// <summary>The application's label; null when the call carried neither name nor credential.</summary>
    public string? Of(string? appHeader, string? credential)
    {
        if (!string.IsNullOrWhiteSpace(appHeader))
            return appHeader.Trim();
        return string.IsNullOrEmpty(credential) ? null : Hash(credential);
    }

    private string Hash(string credential)
    {
        var length = Encoding.UTF8.GetMaxByteCount(credential.Length);
        Span<byte> bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..Encoding.UTF8.GetBytes(credential, bytes)], hash);
        return "key-" + Convert.ToHexStringLower(hash[..ShownBytes]);
    }
}
