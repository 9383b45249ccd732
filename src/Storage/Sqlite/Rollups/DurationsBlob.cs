using LlmSentinel.Statistics.Sketches;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>
/// The durations of a rollup in one value: for each the length of its sketch, 0 when there are no values; then, if there are, sum and
/// largest value (zigzag) and the sketch. Numbers are varints.
/// </summary>
internal static class DurationsBlob
{
    public static byte[] Write(RollupAccumulator rollup)
    {
        var sketches = new byte[SummaryValue.DurationKinds][];
        var length = 0;
        for (var i = 0; i < sketches.Length; i++)
        {
            sketches[i] = rollup.Durations[i].Count > 0 ? rollup.Durations[i].Sketch.ToArray() : [];
            length += sketches[i].Length + (3 * Varint.MaxLength);
        }

        Span<byte> buffer = length <= 4096 ? stackalloc byte[length] : new byte[length];
        var at = 0;
        for (var i = 0; i < sketches.Length; i++)
        {
            Varint.Write(buffer, ref at, (ulong)sketches[i].Length);
            if (sketches[i].Length == 0)
                continue;
            Varint.Write(buffer, ref at, Varint.Zigzag(rollup.Durations[i].Sum));
            Varint.Write(buffer, ref at, Varint.Zigzag(rollup.Durations[i].Max));
            sketches[i].CopyTo(buffer[at..]);
            at += sketches[i].Length;
        }

        return buffer[..at].ToArray();
    }

    public static void AddTo(RollupAccumulator rollup, ReadOnlySpan<byte> blob)
    {
        var at = 0;
        for (var i = 0; i < SummaryValue.DurationKinds; i++)
        {
            if (TryRead(blob, ref at, out var duration))
                rollup.Durations[i].Merge(duration);
        }
    }

    public static void AddTo(SummaryGroup group, ReadOnlySpan<byte> blob)
    {
        var at = 0;
        for (var i = 0; i < SummaryValue.DurationKinds; i++)
        {
            if (TryRead(blob, ref at, out var duration))
                group.Durations[i].Add(duration);
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> blob, ref int at, out DurationRollup duration)
    {
        duration = default;
        var length = Varint.Read(blob, ref at);
        if (length == 0)
            return false;
        var sum = Varint.Unzigzag(Varint.Read(blob, ref at));
        var max = Varint.Unzigzag(Varint.Read(blob, ref at));
        if (length > (ulong)(blob.Length - at))
            throw new FormatException("Durations that end within a sketch.");
        duration = new DurationRollup(sum, max, blob.Slice(at, (int)length));
        at += (int)length;
        return true;
    }
}
