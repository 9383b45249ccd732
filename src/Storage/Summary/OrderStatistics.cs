using System.Numerics;

namespace LlmSentinel.Storage.Summary;

/// <summary>Puts the k-th smallest values in their places without sorting the rest: linear in the number of values.</summary>
internal static class OrderStatistics
{
    private const int SortBelow = 64;

    /// <summary>After it, <c>values[r]</c> is what sorting would put there, for every r in <paramref name="ranks"/> (ascending).</summary>
    public static void Place(Span<long> values, ReadOnlySpan<int> ranks) =>
        Place(values, 0, ranks, 2 * BitOperations.Log2((uint)Math.Max(values.Length, 1)));

    // Quickselect for several ranks at once. Too many bad pivots, as somebody could provoke, end in a sort.
    private static void Place(Span<long> values, int offset, ReadOnlySpan<int> ranks, int depthLeft)
    {
        while (!ranks.IsEmpty)
        {
            if (values.Length <= SortBelow || depthLeft-- == 0)
            {
                values.Sort();
                return;
            }

            var (less, equal) = Partition(values, Pivot(values));
            var below = CountBelow(ranks, offset + less);
            var notAbove = CountBelow(ranks, offset + less + equal);
            Place(values[..less], offset, ranks[..below], depthLeft);
            ranks = ranks[notAbove..];
            values = values[(less + equal)..];
            offset += less + equal;
        }
    }

    private static long Pivot(ReadOnlySpan<long> values)
    {
        long a = values[0], b = values[values.Length / 2], c = values[^1];
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }

    /// <summary>Smaller ones first, then equal ones, then larger ones: how many are smaller, how many equal.</summary>
    private static (int Less, int Equal) Partition(Span<long> values, long pivot)
    {
        int less = 0, next = 0, larger = values.Length;
        while (next < larger)
        {
            var value = values[next];
            if (value < pivot)
            {
                values[next++] = values[less];
                values[less++] = value;
            }
            else if (value > pivot)
            {
                values[next] = values[--larger];
                values[larger] = value;
            }
            else
            {
                next++;
            }
        }

        return (less, larger - less);
    }

    private static int CountBelow(ReadOnlySpan<int> ranks, int limit)
    {
        var count = 0;
        while (count < ranks.Length && ranks[count] < limit)
            count++;
        return count;
    }
}
