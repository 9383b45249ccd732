using CsCheck;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Core.Tests.Telemetry;

public sealed class LabelLimiterTests
{
    [Fact]
    public void Limit_TenThousandRandomValues_DistinctLabelsStayBounded()
    {
        Gen.String.Array[10_000].Sample(
            values =>
            {
                var limiter = new LabelLimiter("model", 200, 32);
                var labels = values.Select(v => limiter.Limit(v)).ToHashSet();
                return labels.Count <= 201 && labels.All(l => l.Length <= 32 && !l.Any(char.IsControl));
            },
            iter: 20);
    }

    [Fact]
    public void Limit_ManyThreads_BoundedAndEveryThreadSeesOneAnswer()
    {
        var limiter = new LabelLimiter("model", 50, 64);
        var answers = new string[8][];

        Parallel.For(0, answers.Length, t =>
            answers[t] = [.. Enumerable.Range(0, 10_000).Select(i => limiter.Limit($"model-{(i * (t + 1)) % 5000}"))]);

        Assert.Equal(51, answers.SelectMany(a => a).Distinct().Count());
        Assert.Equal(answers.Sum(a => a.Count(l => l == LabelLimiter.Other)), limiter.Overflows);
    }

    [Fact]
    public void Limit_KnownValue_KeptAfterTheBoundIsReached()
    {
        var limiter = new LabelLimiter("model", 1, 64);

        Assert.Equal("gpt-5.4", limiter.Limit("gpt-5.4"));
        Assert.Equal("other", limiter.Limit("typo"));
        Assert.Equal("gpt-5.4", limiter.Limit("gpt-5.4"));
        Assert.Equal(1, limiter.Overflows);
    }

    [Fact]
    public void Limit_NotAdmitted_TakesNoPlace()
    {
        var limiter = new LabelLimiter("model", 1, 64);

        Assert.Equal("other", limiter.Limit("gpt-5.4-typo", admit: false));
        Assert.Equal("gpt-5.4", limiter.Limit("gpt-5.4"));
        Assert.Equal("gpt-5.4", limiter.Limit("gpt-5.4", admit: false));
    }

    [Theory]
    [InlineData("a\r\nb\0c", "a__b_c")]
    [InlineData("0123456789abcdefXYZ", "0123456789abcdef")]
    [InlineData("0123456789abcde\U0001F600", "0123456789abcde")]
    [InlineData("\u0416\U0001F600", "\u0416\U0001F600")]
    public void Limit_OddText_CutAndCleaned(string value, string expected) =>
        Assert.Equal(expected, new LabelLimiter("model", 10, 16).Limit(value));

    [Fact]
    public void Limit_BrokenSurrogate_Replaced()
    {
        var limiter = new LabelLimiter("model", 10, 16);

        Assert.Equal("x_y", limiter.Limit("x" + '\ud83d' + "y"));
        Assert.Equal("_", limiter.Limit("" + '\ude00'));
    }

    [Fact]
    public void Limit_Null_StaysNull() => Assert.Null(new LabelLimiter("model", 10, 16).Limit(null));
}
