using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Text;

/// <summary>
/// A unit vector that depends on the text alone: the same text has the same vector under every seed, any two texts are nearly
/// orthogonal. Values have six decimals, so floats and base64 carry the same numbers.
/// </summary>
internal static class Embedding
{
    public static int Dimensions(string model) => model.Contains("large", StringComparison.OrdinalIgnoreCase) ? 3072 : 1536;

    public static ulong Key(JsonElement text) => XxHash3.HashToUInt64(JsonMarshal.GetRawUtf8Value(text));

    public static void WriteFloats(IBufferWriter<byte> target, ulong key, int dimensions)
    {
        Span<int> micros = dimensions <= 4096 ? stackalloc int[dimensions] : new int[dimensions];
        Fill(micros, key);
        target.Put("["u8);
        for (var i = 0; i < micros.Length; i++)
        {
            if (i > 0) target.Put(","u8);
            PutMicros(target, micros[i]);
        }
        target.Put("]"u8);
    }

    public static void WriteBase64(IBufferWriter<byte> target, ulong key, int dimensions)
    {
        Span<int> micros = dimensions <= 4096 ? stackalloc int[dimensions] : new int[dimensions];
        Fill(micros, key);
        var floats = new float[dimensions];
        for (var i = 0; i < floats.Length; i++) floats[i] = (float)(micros[i] / 1e6);
        var bytes = MemoryMarshal.AsBytes(floats.AsSpan());
        target.Put("\""u8);
        var span = target.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, span, out _, out var written);
        target.Advance(written);
        target.Put("\""u8);
    }

    // Uniform numbers scaled by their expected length: close to 1, which is close enough for a stand-in.
    private static void Fill(Span<int> micros, ulong key)
    {
        var random = new SimRandom(key);
        var scale = Math.Sqrt(3.0 / micros.Length) * 1e6;
        for (var i = 0; i < micros.Length; i++) micros[i] = (int)Math.Round(((random.NextDouble() * 2) - 1) * scale);
    }

    private static void PutMicros(IBufferWriter<byte> target, int micros)
    {
        var span = target.GetSpan(12);
        var at = 0;
        if (micros < 0)
        {
            span[at++] = (byte)'-';
            micros = -micros;
        }
        Utf8Formatter.TryFormat(micros / 1_000_000, span[at..], out var written);
        at += written;
        span[at++] = (byte)'.';
        for (int divisor = 100_000, rest = micros % 1_000_000; divisor > 0; divisor /= 10) span[at++] = (byte)('0' + (rest / divisor % 10));
        target.Advance(at);
    }
}
