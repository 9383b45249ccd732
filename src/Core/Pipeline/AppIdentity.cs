using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
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
    private const int MaxKnown = 4096;

    // A few applications call again and again: their names are looked up by a fast seeded 128-bit hash, so that no credential is kept.
    private readonly ConcurrentDictionary<UInt128, string> _known = new();
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>The application's label; null when the call carried neither name nor credential.</summary>
    public string? Of(string? appHeader, string? credential)
    {
        if (!string.IsNullOrWhiteSpace(appHeader))
            return appHeader.Trim();
        return string.IsNullOrEmpty(credential) ? null : Known(credential);
    }

    private string Known(string credential)
    {
        var fast = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(credential.AsSpan()), _seed);
        if (_known.TryGetValue(fast, out var name))
            return name;
        name = Hash(credential);

        // Whoever sends a new credential with every call gets no place for good.
        if (_known.Count >= MaxKnown)
            _known.Clear();
        return _known[fast] = name;
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
