using System.Text;

namespace LlmSentinel.Storage.Influx.Writing;

/// <summary>The tags configured for every point, ready to be put between those a point has of its own: servers want them in order.</summary>
internal sealed class PointTags
{
    private readonly (byte[] Key, string Value)[] _tags;

    public PointTags(IReadOnlyDictionary<string, string> tags) =>
        _tags = [.. tags.Select(t => (Encoding.UTF8.GetBytes(t.Key), t.Value)).OrderBy(t => t.Item1, KeyOrder)];

    /// <summary>Adds those whose key comes before <paramref name="key"/> and were not added yet.</summary>
    /// <param name="lines">Where to.</param>
    /// <param name="key">Key of the point's next tag; empty for all that are left.</param>
    /// <param name="next">How many were added; 0 at the start of a point.</param>
    public void AddBefore(LineBuffer lines, ReadOnlySpan<byte> key, ref int next)
    {
        for (; next < _tags.Length && (key.IsEmpty || _tags[next].Key.AsSpan().SequenceCompareTo(key) < 0); next++)
            lines.Tag(_tags[next].Key, _tags[next].Value);
    }

    private static Comparer<byte[]> KeyOrder { get; } = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));
}
