using CsCheck;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Tests.Values;

public sealed class ByteSizeTextTests
{
    [Theory]
    [InlineData("65536", 65_536)]
    [InlineData("12B", 12)]
    [InlineData("256KiB", 262_144)]
    [InlineData("64MB", 64_000_000)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("2GB", 2_000_000_000)]
    public void TryParse_Size_IsItsBytes(string text, long bytes)
    {
        Assert.True(ByteSizeText.TryParse(text, out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("-1")]
    [InlineData("1 MB")]
    [InlineData("1mb")]
    [InlineData("1.5")]
    [InlineData("1.5B")]
    [InlineData("999999999999999999GiB")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(ByteSizeText.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(262_144, "256KiB")]
    [InlineData(67_108_864, "64MiB")]
    [InlineData(1_000, "1000")]
    public void Format_Size_TakesTheLargestWholeUnit(long bytes, string text) => Assert.Equal(text, ByteSizeText.Format(bytes));

    [Fact]
    public void Format_AnySize_ReadsBackTheSame() => Gen.Long[0, 1L << 50].Sample(bytes =>
        ByteSizeText.TryParse(ByteSizeText.Format(bytes), out var back) && back == bytes);
}
