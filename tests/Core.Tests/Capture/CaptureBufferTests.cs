using System.Buffers;
using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class CaptureBufferTests
{
    private static readonly Gen<(int Limit, int[] Reads)> Bodies = Gen.Select(Gen.Int[1, 60_000], Gen.Int[0, 20_000].Array[0, 12]);

    [Fact]
    public void AnyReads_KeepTheBeginningAndTheEnd() => Bodies.Sample((limit, reads) =>
    {
        var budget = new CaptureBudget(long.MaxValue);
        var buffer = new CaptureBuffer(budget) { Limit = limit };
        var body = Fill(buffer, reads);

        Assert.Equal(body.Length, buffer.TotalBytes);
        Assert.True(body.AsSpan(0, Math.Min(limit, body.Length)).SequenceEqual(buffer.Head.ToArray()));
        Assert.Equal(body.Length > limit ? ObservationGap.ExchangeLimit : ObservationGap.None, buffer.Gap);
        var end = new byte[16 * 1024];
        var count = buffer.CopyEnd(end);
        Assert.Equal(Math.Min(body.Length, end.Length), count);
        Assert.True(body.AsSpan(body.Length - count).SequenceEqual(end.AsSpan(end.Length - count)));
        var few = new byte[7];
        count = buffer.CopyEnd(few);
        Assert.True(body.AsSpan(body.Length - count).SequenceEqual(few.AsSpan(few.Length - count)));

        buffer.Reset();
        Assert.Equal(0, budget.Used);
        Assert.True(buffer.Head.IsEmpty);
    }, iter: 300);

    [Theory]
    [InlineData(150, 150)]
    [InlineData(2048, 2048)]
    [InlineData(3000, 4096)]
    public void AShortBodyOfKnownLength_TakesNoMoreOfTheBudget(int length, int reserved)
    {
        var budget = new CaptureBudget(long.MaxValue);
        var buffer = new CaptureBuffer(budget) { Expected = length };

        var body = Fill(buffer, [length / 2, length - (length / 2)]);

        Assert.Equal(body, buffer.Head.ToArray());
        Assert.Equal(reserved, budget.Used);
    }

    [Fact]
    public void ABodyLongerThanExpected_IsKeptWhole()
    {
        var buffer = new CaptureBuffer(new CaptureBudget(long.MaxValue)) { Expected = 100 };
        Assert.Equal(Fill(buffer, [60, 5_000]), buffer.Head.ToArray());
    }

    [Fact]
    public void Buffer_Reused_HoldsOnlyTheNewBody()
    {
        var budget = new CaptureBudget(long.MaxValue);
        var buffer = new CaptureBuffer(budget) { Limit = 40_000 };
        Fill(buffer, [90_000]);
        buffer.Reset();
        var body = Fill(buffer, [5_000, 100, 30_000]);
        Assert.Equal(body, buffer.Head.ToArray());
        Assert.Equal(ObservationGap.None, buffer.Gap);
        buffer.Reset();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Budget_Exhausted_GivesUpWhatIsHeldAndStaysOff()
    {
        var budget = new CaptureBudget(25_000);
        var buffer = new CaptureBuffer(budget) { Limit = 100_000 };
        Fill(buffer, [4_000, 10_000]);
        Assert.Equal(20 * 1024, budget.Used);
        Fill(buffer, [10_000, 10_000]);
        Assert.Equal(0, budget.Used);
        Assert.Equal(ObservationGap.ByteBudget, buffer.Gap);
        Assert.True(buffer.Head.IsEmpty);
        Assert.Equal(34_000, buffer.TotalBytes);
        buffer.Reset();
        Fill(buffer, [4_000]);
        Assert.Equal(4_000, buffer.Head.Length);
        buffer.Reset();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Marks_OfMoreReadsThanAreKept_StayBoundedAndNeverDateAByteLate()
    {
        var buffer = new CaptureBuffer(new CaptureBudget(long.MaxValue)) { Limit = 1_000_000 };
        for (var i = 0; i < 20_000; i++)
            buffer.Append("0123456789"u8, i);
        Assert.InRange(buffer.Marks.Length, TimeMarks.Capacity / 2, TimeMarks.Capacity);
        var previous = -1L;
        foreach (var mark in buffer.Marks)
        {
            Assert.Equal(mark.Offset / 10, mark.Timestamp);
            Assert.True(mark.Offset > previous && mark.Offset - previous <= 160);
            previous = mark.Offset;
        }

        buffer.Reset();
    }

    private static byte[] Fill(CaptureBuffer buffer, int[] reads)
    {
        var body = new List<byte>();
        foreach (var read in reads)
        {
            var bytes = new byte[read];
            for (var i = 0; i < read; i++)
                bytes[i] = (byte)((body.Count + i) * 31 / 7);
            buffer.Append(bytes, body.Count);
            body.AddRange(bytes);
        }

        return [.. body];
    }
}
