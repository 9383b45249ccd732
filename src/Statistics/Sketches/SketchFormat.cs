using System.Buffers;

namespace LlmSentinel.Statistics.Sketches;

/// <summary>
/// How a sketch is written. All numbers are varints (seven bits a byte, the lowest first):
/// the version, times two, plus one when there are zeros; the number of zeros if so; the first range, zigzag; then for each range with
/// values <c>(count - 1) * 8 + step</c>, where step is the distance from the range before less one, and 7 says that the distance
/// less eight follows. A range with up to 16 values close to the one before takes one byte. An empty sketch is its version alone.
/// </summary>
internal static class SketchFormat
{
    private const int Version = 1;
    private const int FarStep = 7;

    public static byte[] Write(QuantileSketch sketch)
    {
        // The longest: each of the ranges with a varint of ten bytes and a far step of two.
        var ranges = Math.Max(0, sketch.High - sketch.Low + 1);
        var buffer = ArrayPool<byte>.Shared.Rent(32 + (ranges * 12));
        try
        {
            return buffer.AsSpan(0, Write(sketch, buffer)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static void AddTo(QuantileSketch sketch, ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        var head = Varint.Read(bytes, ref at);
        if (head >> 1 != Version)
            throw new FormatException("Not a sketch, or one of a later version.");
        if ((head & 1) != 0)
            sketch.AddZeros(Counted(Varint.Read(bytes, ref at)));
        if (at == bytes.Length)
            return;

        var bucket = Varint.Unzigzag(Varint.Read(bytes, ref at)) - 1;
        while (at < bytes.Length)
        {
            var token = Varint.Read(bytes, ref at);
            var step = (long)(token & FarStep);
            bucket += step == FarStep ? (long)Math.Min(Varint.Read(bytes, ref at), int.MaxValue) + FarStep + 1 : step + 1;
            if (bucket is < int.MinValue / 2 or > int.MaxValue / 2)
                throw new FormatException("Not a sketch: a range that no value can be in.");
            sketch.AddTo((int)bucket, (long)(token >> 3) + 1);
        }
    }

    private static int Write(QuantileSketch sketch, Span<byte> to)
    {
        var at = 0;
        Varint.Write(to, ref at, (Version << 1) | (sketch.Zeros > 0 ? 1UL : 0));
        if (sketch.Zeros > 0)
            Varint.Write(to, ref at, (ulong)sketch.Zeros);
        if (sketch.Low > sketch.High)
            return at;

        Varint.Write(to, ref at, Varint.Zigzag(sketch.Low));
        var before = sketch.Low - 1;
        for (var bucket = sketch.Low; bucket <= sketch.High; bucket++)
        {
            if (sketch.CountOf(bucket) is not (> 0 and var count))
                continue;
            var step = Math.Min(bucket - before - 1, FarStep);
            Varint.Write(to, ref at, ((ulong)(count - 1) << 3) | (uint)step);
            if (step == FarStep)
                Varint.Write(to, ref at, (ulong)(bucket - before - 1 - FarStep));
            before = bucket;
        }

        return at;
    }

    private static long Counted(ulong count) =>
        count is > 0 and <= long.MaxValue ? (long)count : throw new FormatException("Not a sketch: a count that cannot be.");
}
