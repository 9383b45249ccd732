using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace LlmSentinel.Simulator.Http;

/// <summary>Appends ready-made bytes and JSON text to a buffer without intermediate strings.</summary>
internal static class Utf8Out
{
    private static readonly SearchValues<char> NeedsEscape = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u2028\u2029");

    public static void Put(this IBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.GetSpan(bytes.Length));
        target.Advance(bytes.Length);
    }

    public static void Put(this IBufferWriter<byte> target, long number)
    {
        Utf8Formatter.TryFormat(number, target.GetSpan(20), out var written);
        target.Advance(written);
    }

    /// <summary>The inside of a JSON string.</summary>
    public static void PutJson(this IBufferWriter<byte> target, string text)
    {
        if (text.AsSpan().ContainsAny(NeedsEscape)) text = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        var span = target.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        target.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    public static void PutJson(this IBufferWriter<byte> target, IReadOnlyList<string> pieces, int from, int to)
    {
        for (var i = from; i < to; i++) target.PutJson(pieces[i]);
    }
}
