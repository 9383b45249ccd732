using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>What a place holds in which events may differ.</summary>
internal enum VaryingKind
{
    /// <summary>The generated text: the inside of a JSON string, not empty.</summary>
    Text,

    /// <summary>The inside of a JSON string.</summary>
    String,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>Digits that mean something: a running total, of which the last one holds.</summary>
    Total,
}

/// <summary>A place in a known event where the next one may hold another value.</summary>
internal readonly record struct VaryingValue(int Start, int Length, VaryingKind Kind)
{
    /// <summary>Most places of one event.</summary>
    public const int Most = 6;

    // A longer one is no count; a reader leaves the one before it as it is.
    private const int TotalDigits = 12;

    // What ends or breaks the inside of a JSON string on one line.
    private static readonly SearchValues<byte> Stops = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>The place behind it.</summary>
    public int End => Start + Length;

    /// <summary>
    /// Finds the values that differ from event to event: OpenAI's padding and numbering, Ollama's and llama.cpp's clocks, which mean
    /// nothing to a reader, and Gemini's running totals, of which only the last ones do.
    /// </summary>
    /// <param name="sample">The event.</param>
    /// <param name="text">Where its text stands; nothing inside it is looked at.</param>
    /// <param name="places">Takes them, the text's among them, in the order they stand; has room for <see cref="Most"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Find(ReadOnlySpan<byte> sample, in VaryingValue text, Span<VaryingValue> places)
    {
        var count = 0;
        places[count++] = text;
        Find(sample[..text.Start], 0, places, ref count);
        Find(sample[text.End..], text.End, places, ref count);
        places[..count].Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return count;
    }

    /// <summary>Length of such a value at the input's beginning; -1 when there is none that ends in the input.</summary>
    public int LengthIn(ReadOnlySpan<byte> input)
    {
        if (!IsDigits(Kind))
            return InsideLength(input);
        var length = DigitsLength(input);
        return Kind == VaryingKind.Total && length > TotalDigits ? -1 : length;
    }

    private static void Find(ReadOnlySpan<byte> part, int offset, Span<VaryingValue> places, ref int count)
    {
        Find(part, offset, "\"obfuscation\":\""u8, VaryingKind.String, places, ref count);
        Find(part, offset, "\"created_at\":\""u8, VaryingKind.String, places, ref count);
        Find(part, offset, "\"sequence_number\":"u8, VaryingKind.Number, places, ref count);
        Find(part, offset, "\"created\":"u8, VaryingKind.Number, places, ref count);
        if (part.IndexOf("\"usageMetadata\":"u8) < 0)
            return;
        Find(part, offset, "\"candidatesTokenCount\":"u8, VaryingKind.Total, places, ref count);
        Find(part, offset, "\"thoughtsTokenCount\":"u8, VaryingKind.Total, places, ref count);
        Find(part, offset, "\"totalTokenCount\":"u8, VaryingKind.Total, places, ref count);
    }

    private static void Find(
        ReadOnlySpan<byte> part, int offset, ReadOnlySpan<byte> member, VaryingKind kind, Span<VaryingValue> places, ref int count)
    {
        var at = part.IndexOf(member);
        // A backslash before it: the quote belongs to a longer name.
        if (at < 0 || (at > 0 && part[at - 1] == '\\') || count >= places.Length)
            return;
        var start = at + member.Length;
        if (IsDigits(kind) && start < part.Length && part[start] == ' ')
            start++;
        var place = new VaryingValue(offset + start, 0, kind);
        var length = place.LengthIn(part[start..]);
        if (length > 0)
            places[count++] = place with { Length = length };
    }

    private static bool IsDigits(VaryingKind kind) => kind >= VaryingKind.Number;

    private static int DigitsLength(ReadOnlySpan<byte> input) => input.IndexOfAnyExceptInRange((byte)'0', (byte)'9');

    // Most texts are a word: they end in the first 16 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int InsideLength(ReadOnlySpan<byte> input)
    {
        if (input.Length >= Vector128<byte>.Count)
        {
            var first = Vector128.Create(input);
            var stops = Vector128.Equals(first, Vector128.Create((byte)'"')) | Vector128.Equals(first, Vector128.Create((byte)'\\'))
                | Vector128.Equals(Vector128.Min(first, Vector128.Create((byte)0x1F)), first);
            var bits = stops.ExtractMostSignificantBits();
            var length = BitOperations.TrailingZeroCount(bits);
            if (bits != 0 && input[length] == '"')
                return length;
        }

        return LongInsideLength(input);
    }

    private static int LongInsideLength(ReadOnlySpan<byte> input)
    {
        var length = 0;
        while (true)
        {
            var next = input[length..].IndexOfAny(Stops);
            if (next < 0)
                return -1;
            length += next;
            if (input[length] == '"')
                return length;
            if (input[length] != '\\' || length + 1 >= input.Length || input[length + 1] < ' ')
                return -1;
            length += 2;
        }
    }
}
