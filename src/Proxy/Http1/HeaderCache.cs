using System.Runtime.InteropServices;
using System.Text;

namespace LlmSentinel.Proxy.Http1;

/// <summary>A header of an answer.</summary>
internal readonly record struct HeaderField(HeaderName Name, string Value);

/// <summary>
/// Header lines of an upstream's answers, so that those which come with every answer are made into strings once. A line is kept
/// when it comes for the second time; names are kept at once. A fixed number of both: lines that fall together push each other out. Shared
/// by all calls without a lock: entries never change, and a lost one is made again.
/// </summary>
internal sealed class HeaderCache
{
    private const int Slots = 256;
    private const int LongestLine = 256;
    private const int LongestName = 64;

    private readonly Entry?[] _lines = new Entry?[Slots];
    private readonly Entry?[] _names = new Entry?[Slots];
    private readonly uint[] _seen = new uint[Slots];

    /// <summary>Reads a line without its end.</summary>
    /// <exception cref="Http1Exception">It is no header.</exception>
    public HeaderField Read(ReadOnlySpan<byte> line)
    {
        if (line.Length > LongestLine)
            return Parse(line);
        var hash = Hash(line);
        ref var slot = ref _lines[hash % Slots];
        if (slot is { } known && line.SequenceEqual(known.Bytes))
            return known.Field;

        var field = Parse(line);
        ref var seen = ref _seen[hash % Slots];
        if (seen == hash)
            slot = new Entry(line.ToArray(), field);
        seen = hash;
        return field;
    }

    private HeaderField Parse(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty || name.ContainsAny(" \t"u8))
            throw new Http1Exception("The upstream sent a line in its head that is no header.");
        return new HeaderField(Name(name), Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8)));
    }

    private HeaderName Name(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestName)
            return new HeaderName(Encoding.Latin1.GetString(bytes));
        ref var slot = ref _names[Hash(bytes) % Slots];
        if (slot is { } known && bytes.SequenceEqual(known.Bytes))
            return known.Field.Name;
        var name = new HeaderName(Encoding.Latin1.GetString(bytes));
        slot = new Entry(bytes.ToArray(), new HeaderField(name, ""));
        return name;
    }

    // Eight bytes at a time; the last eight may overlap. Nothing depends on the hash but which entries are kept.
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length;
        if (bytes.Length < sizeof(ulong))
        {
            foreach (var b in bytes)
                hash = (hash ^ b) * Factor;
            return (uint)(hash >> 32);
        }

        for (var at = 0; at < bytes.Length - sizeof(ulong); at += sizeof(ulong))
            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes[at..])) * Factor;
        hash = ((hash >> 32) ^ hash ^ MemoryMarshal.Read<ulong>(bytes[^sizeof(ulong)..])) * Factor;
        return (uint)(hash >> 32);
    }

    private sealed record Entry(byte[] Bytes, HeaderField Field);
}
