using CsCheck;
using LlmSentinel.Statistics.Sketches;

namespace LlmSentinel.Statistics.Tests.Sketches;

public sealed class QuantileSketchTests
{
    // Within a factor of 10^17, where the bound holds for every quantile.
    private static readonly Gen<double> Value = Gen.OneOf(
        Gen.Double[1, 60_000_000], Gen.Int[0, 20].Select(i => (double)i), Gen.Double[-5, 11].Select(e => Math.Pow(10, e)));

    private static readonly Gen<double> Anything = Gen.OneOf(Value, Gen.OneOf(double.Epsilon, double.MaxValue, 1e-300, 1e300));

    [Fact]
    public void Quantile_AnyValues_IsWithinOnePercentOfTheInterpolatedOne() =>
        Gen.Select(Value.Array[1, 400], Gen.Double[0, 1]).Sample((values, q) =>
        {
            var expected = Type7(values, q);

            Assert.InRange(Of(values).Quantile(q)!.Value, expected * 0.99, expected * 1.01);
        });

    [Fact]
    public void Merge_AnyParts_IsTheSketchOfTheWhole() =>
        Anything.Array[0, 300].Array[0, 4].Sample(parts =>
        {
            var merged = new QuantileSketch();
            foreach (var part in parts)
                merged.Merge(Of(part));

            Assert.Equal(Of([.. parts.SelectMany(p => p)]).ToArray(), merged.ToArray());
        });

    [Fact]
    public void Merge_WrittenSketches_IsTheSketchOfTheWhole() =>
        Gen.Select(Anything.Array[0, 300], Anything.Array[0, 300]).Sample((a, b) =>
        {
            var read = new QuantileSketch();
            read.Merge(Of(a).ToArray());
            Assert.Equal(a.Length, read.Count);
            read.Merge(Of(b).ToArray());

            Assert.Equal(Of([.. a, .. b]).ToArray(), read.ToArray());
        });

    [Fact]
    public void Add_WithWeight_IsTheSameAsAddingSoOften() =>
        Gen.Select(Anything, Gen.Int[1, 50]).Array[0, 40].Sample(pairs =>
        {
            var weighted = new QuantileSketch();
            foreach (var (value, weight) in pairs)
                weighted.Add(value, weight);

            Assert.Equal(Of([.. pairs.SelectMany(p => Enumerable.Repeat(p.Item1, p.Item2))]).ToArray(), weighted.ToArray());
        });

    [Fact]
    public void Clear_AfterAnyValues_IsAsNew() =>
        Gen.Select(Anything.Array[0, 100], Anything.Array[0, 100]).Sample((before, after) =>
        {
            var sketch = Of(before);
            sketch.Clear();
            foreach (var value in after)
                sketch.Add(value);

            Assert.Equal(Of(after).ToArray(), sketch.ToArray());
        });

    [Fact]
    public void Merge_AnyBytes_IsASketchOrAFormatException() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            try
            {
                new QuantileSketch().Merge(bytes);
            }
            catch (FormatException)
            {
            }
        });

    [Fact]
    public void Add_ValuesOverMoreThanItsRanges_StaysBoundedAndKeepsTheUpperQuantiles()
    {
        var sketch = new QuantileSketch();
        for (var exponent = -300; exponent <= 300; exponent++)
            sketch.Add(Math.Pow(10, exponent));

        Assert.Equal(601, sketch.Count);
        Assert.InRange(sketch.Quantile(1)!.Value, 0.99e300, 1.01e300);
        Assert.InRange(sketch.Quantile(0.99)!.Value, 0.99e294, 1.01e294);
        Assert.InRange(sketch.Quantile(0)!.Value, 1e280, 1e284);
        Assert.InRange(sketch.ToArray().Length, 1, 2 * QuantileSketch.MaxBuckets);
    }

    [Fact]
    public void Add_AfterTheFirstValues_AllocatesNothing()
    {
        var sketch = Of([1, 1e9]);
        sketch.Clear();
        sketch.Add(1e9);
        sketch.Add(1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 10_000; i++)
            sketch.Add(i * 1000.0);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Add_WhatIsNoAmount_IsRefused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Add(value));

    [Fact]
    public void Quantile_OfNothing_IsNull()
    {
        Assert.Null(new QuantileSketch().Quantile(0.5));
        Assert.Single(new QuantileSketch().ToArray());
    }

    [Fact]
    public void ToArray_CommonLatencies_TakesAboutAByteARange()
    {
        var random = new Random(5);
        var sketch = Of([.. Enumerable.Range(0, 1000).Select(_ => Math.Exp(13 + random.NextDouble()))]);

        Assert.InRange(sketch.ToArray().Length, 40, 120);
    }

    private static QuantileSketch Of(double[] values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }

    private static double Type7(double[] values, double q)
    {
        var sorted = values.Order().ToArray();
        var position = q * (sorted.Length - 1);
        var rank = (int)position;
        return rank == sorted.Length - 1 ? sorted[rank] : sorted[rank] + ((sorted[rank + 1] - sorted[rank]) * (position - rank));
    }
}
