using System.Text;
using LlmSentinel.Storage.Influx;

namespace LlmSentinel.Storage.Tests.Influx;

public sealed class LineBufferTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a b", @"a\ b")]
    [InlineData("a,b=c", @"a\,b\=c")]
    [InlineData("two\nlines", @"two\ lines")]
    [InlineData("a\0b", @"a\ b")]
    [InlineData(@"C:\temp\", @"C:\temp/")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("日本 🙂", "日本\\ 🙂")]
    public void Tag_AnyText_StaysOneTag(string value, string written) =>
        Assert.Equal($"m,t={written} f=1i 5\n", Line(l => l.Tag("t"u8, value), l => l.Field("f"u8, 1)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Tag_Empty_IsLeftOut(string? value) => Assert.Equal("m f=1i 5\n", Line(l => l.Tag("t"u8, value), l => l.Field("f"u8, 1)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b=c d", "a,b=c d")]
    [InlineData("say \"hi\"", "say \\\"hi\\\"")]
    [InlineData(@"back\", @"back\\")]
    [InlineData("two\r\nlines", "two\u240D\u240Alines")]
    [InlineData("a\0b", "a\u2400b")]
    [InlineData("pictures \u240A \u240D \u241B, other signs \u2013 \u2424", "pictures \u241B\u240A \u241B\u240D \u241B\u241B, other signs \u2013 \u2424")]
    public void Field_AnyText_StaysOneString(string value, string written) =>
        Assert.Equal($"m f=\"{written}\" 5\n", Line(l => l.Field("f"u8, value)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000001")]
    [InlineData(2_500_000, "2.5")]
    [InlineData(60_000_000, "60")]
    [InlineData(-1_000_001, "-1.000001")]
    [InlineData(123_456_789_012, "123456.789012")]
    public void Field_Duration_IsSecondsToTheMicrosecond(long microseconds, string written) =>
        Assert.Equal($"m f={written} 5\n", Line(l => l.Field("f"u8, TimeSpan.FromMicroseconds(microseconds))));

    [Theory]
    [InlineData("x")]
    [InlineData("\u20AC")]
    [InlineData("\n")]
    public void Field_LongerThanServersTake_IsCutBetweenCharactersAndCounted(string character)
    {
        var lines = new LineBuffer();
        lines.Begin("m"u8);
        lines.Field("f"u8, string.Concat(Enumerable.Repeat(character, 65_536)));
        lines.Field("g"u8, "short");
        lines.End(5);

        Assert.Equal(1, lines.Cut);
        Assert.InRange(lines.Written.Length, 64_900, 65_536);
        var text = Encoding.UTF8.GetString(lines.Written);
        Assert.DoesNotContain("\uFFFD", text, StringComparison.Ordinal);
        Assert.EndsWith("\",g=\"short\" 5\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", true)]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("back\\", false)]
    [InlineData("two\nlines", false)]
    public void Tag_AnyText_SaysWhetherItComesBack(string? value, bool exact) => Assert.Equal(exact, new LineBuffer().Tag("t"u8, value));

    [Fact]
    public void Tag_VeryLong_IsCut()
    {
        var written = Line(l => Assert.False(l.Tag("t"u8, new string('x', 5_000))), l => l.Field("f"u8, 1));

        Assert.Equal($"m,t={new string('x', 1_000)} f=1i 5\n", written);
    }

    [Fact]
    public void Field_EachKind_HasItsMarkAndUnknownOnesAreLeftOut() => Assert.Equal(
        "m a=-7i,b=t,c=f,d=0.0000012,e=79228162514264337593543950335 5\n",
        Line(
            l => l.Field("a"u8, -7), l => l.Field("x"u8, (long?)null), l => l.Field("b"u8, true), l => l.Field("c"u8, false),
            l => l.Field("d"u8, 0.0000012m), l => l.Field("x"u8, (decimal?)null), l => l.Field("x"u8, (TimeSpan?)null),
            l => l.Field("x"u8, (string?)null), l => l.Field("e"u8, decimal.MaxValue)));

    [Fact]
    public void Field_Amount_EndsWithADigitThatCounts() => Assert.Equal(
        "m a=0.12,b=3,c=100,d=0,e=-0.5 5\n",
        Line(
            l => l.Field("a"u8, 0.1200m), l => l.Field("b"u8, 3.00m), l => l.Field("c"u8, 100m), l => l.Field("d"u8, 0.000m),
            l => l.Field("e"u8, -0.50m)));

    [Fact]
    public void End_ManyPoints_GrowsAndKeepsThemAll()
    {
        var lines = new LineBuffer(capacity: 16);
        for (var i = 0; i < 1000; i++)
        {
            lines.Begin("m"u8);
            lines.Field("f"u8, i);
            lines.End(i);
        }

        var text = Encoding.UTF8.GetString(lines.Written).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"m f={i}i {i}"), text);
        lines.Clear();
        Assert.True(lines.Written.IsEmpty);
    }

    private static string Line(params ReadOnlySpan<Action<LineBuffer>> parts)
    {
        var lines = new LineBuffer();
        lines.Begin("m"u8);
        foreach (var part in parts)
            part(lines);
        lines.End(5);
        return Encoding.UTF8.GetString(lines.Written);
    }
}
