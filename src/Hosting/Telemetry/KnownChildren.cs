using System.Runtime.CompilerServices;
using Prometheus;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>
/// Finds a family's child by the very objects that are its label values. prometheus-net hashes and compares the text of every value:
/// about 190 ns. The values are nearly always the same objects as last time, and comparing references takes a fifth of that.
/// Thread-safe without a lock: what two threads add at once may be forgotten, and is found the long way once more.
/// </summary>
internal sealed class KnownChildren
{
    // A series stands in one of two sets of four places, in the emptier one: so they all find a place until the table is nearly full.
    private const int Ways = 4;
    private const int FewestPlaces = 64;

    /// <summary>Bounds what is remembered where values are equal but never the same objects.</summary>
    private const int MostPlaces = 4096;

    private Known?[] _places = new Known?[FewestPlaces];
    private int _forgotten;

    /// <summary>The child added with these tags; null when it was never added, or is forgotten. Allocates nothing.</summary>
    public ChildBase? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var places = Volatile.Read(ref _places);
        var hash = Hash(tags);
        return FindIn(FirstSet(places, hash), hash, tags) ?? FindIn(SecondSet(places, hash), hash, tags);
    }

    /// <summary>Remembers a child. Where it finds no place the table grows; at its bound another is forgotten.</summary>
    public void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, ChildBase child)
    {
        var added = new Known(tags, Hash(tags), child);
        var places = Volatile.Read(ref _places);
        while (!TryPlace(places, added))
        {
            if (places.Length == MostPlaces)
            {
                // Each of the set in its turn: which was looked up last is not known.
                FirstSet(places, added.Hash)[_forgotten++ & (Ways - 1)] = added;
                return;
            }

            places = Grown(places);
            Volatile.Write(ref _places, places);
        }
    }

    private static ChildBase? FindIn(ReadOnlySpan<Known?> set, int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var known in set)
        {
            if (known is null)
                break;
            if (known.Hash == hash && known.Matches(tags))
                return known.Child;
        }

        return null;
    }

    private static bool TryPlace(Known?[] places, Known added)
    {
        var set = FirstSet(places, added.Hash);
        var other = SecondSet(places, added.Hash);
        if (Used(other) < Used(set))
            set = other;
        var used = Used(set);
        if (used == Ways)
            return false;
        set[used] = added;
        return true;
    }

    private static int Used(ReadOnlySpan<Known?> set)
    {
        var free = set.IndexOf((Known?)null);
        return free < 0 ? Ways : free;
    }

    private static Span<Known?> FirstSet(Known?[] places, int hash) => Set(places, (uint)hash);

    private static Span<Known?> SecondSet(Known?[] places, int hash) => Set(places, ((uint)hash * 0x9E3779B9u) >> 16);

    private static Span<Known?> Set(Known?[] places, uint number) => places.AsSpan((int)(number & (uint)((places.Length / Ways) - 1)) * Ways, Ways);

    private static Known?[] Grown(Known?[] places)
    {
        for (var size = places.Length * 2; size < MostPlaces; size *= 2)
        {
            var larger = new Known?[size];
            if (PlaceAll(places, larger))
                return larger;
        }

        // What finds no place even now is met again and takes another's.
        var largest = new Known?[MostPlaces];
        PlaceAll(places, largest);
        return largest;
    }

    private static bool PlaceAll(Known?[] from, Known?[] to)
    {
        var all = true;
        foreach (var known in from)
            all &= known is null || TryPlace(to, known);
        return all;
    }

    private static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (var tag in tags)
            hash = (hash * 31) + RuntimeHelpers.GetHashCode(tag.Value);
        return hash ^ (hash >> 8);
    }

    /// <summary>A child and the very tags that led to it; never changed once made, so that any thread may read it.</summary>
    private sealed class Known(ReadOnlySpan<KeyValuePair<string, object?>> tags, int hash, ChildBase child)
    {
        private readonly KeyValuePair<string, object?>[] _tags = tags.ToArray();

        public int Hash => hash;

        public ChildBase Child => child;

        public bool Matches(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length != _tags.Length)
                return false;
            for (var i = 0; i < tags.Length; i++)
            {
                if (!ReferenceEquals(tags[i].Value, _tags[i].Value) || !ReferenceEquals(tags[i].Key, _tags[i].Key))
                    return false;
            }

            return true;
        }
    }
}
