using CsCheck;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Tests.Values;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("250ms", 250)]
    [InlineData("10s", 10_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("5m", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("30d", 2_592_000_000)]
    [InlineData("1h30m", 5_400_000)]
    public void TryParse_Duration_IsItsMilliseconds(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("1.2.3s")]
    [InlineData("0.5ms")]
    [InlineData("1e3s")]
    [InlineData("00:00:10")]
    [InlineData("5 minutes")]
    [InlineData("10s5")]
    [InlineData("99999999999999999d")]
    [InlineData("9999999999999999999999999999999999s")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Format_AnyMillisecond_ReadsBackTheSame() => Gen.Long[0, 400L * 86_400_000].Sample(milliseconds =>
    {
        var span = TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond);
        return DurationText.TryParse(DurationText.Format(span), out var back) && back == span;
    });

    [Fact]
    public void TryParse_AnyText_NeverThrows() => Gen.String.Sample(text => DurationText.TryParse(text, out _) || true);
}
