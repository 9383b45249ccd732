using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LlmSentinel.Simulator.Engine;

/// <summary>A system fingerprint per model: another model has another one.</summary>
internal static class Fingerprints
{
    public static string For(string model) =>
        string.Create(CultureInfo.InvariantCulture, $"fp_{XxHash3.HashToUInt64(MemoryMarshal.AsBytes(model.AsSpan())) & 0xFF_FFFF_FFFF:x10}");
}
