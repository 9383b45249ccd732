using CsCheck;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Tests.Exchanges;

public sealed class TraceParentTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";

    [Theory]
    [InlineData("00-" + Trace + "-" + Parent + "-01", true)]
    [InlineData("00-" + Trace + "-" + Parent + "-00", false)]
    [InlineData("00-" + Trace + "-" + Parent + "-03", true)]
    [InlineData("  00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01 ", true)]
    [InlineData("01-" + Trace + "-" + Parent + "-01-what-the-future-brings", true)]
    [InlineData("cc-" + Trace + "-" + Parent + "-0a", false)]
    public void TryParse_Valid_GivesIdsInLowerCase(string header, bool sampled)
    {
        Assert.True(TraceParent.TryParse(header, out var parent));
        Assert.Equal(new TraceParent(Trace, Parent, sampled), parent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("ff-" + Trace + "-" + Parent + "-01")]
    [InlineData("0x-" + Trace + "-" + Parent + "-01")]
    [InlineData("00-00000000000000000000000000000000-" + Parent + "-01")]
    [InlineData("00-" + Trace + "-0000000000000000-01")]
    [InlineData("00-" + Trace + "-" + Parent + "-0")]
    [InlineData("00-" + Trace + "-" + Parent + "-0g")]
    [InlineData("00-" + Trace + "-" + Parent + "-01-more")]
    [InlineData("01-" + Trace + "-" + Parent + "-01more")]
    [InlineData("00-" + Trace + "x" + Parent + "-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473g-" + Parent + "-01")]
    public void TryParse_Invalid_IsRefused(string header)
    {
        Assert.False(TraceParent.TryParse(header, out var parent));
        Assert.Equal(default, parent);
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Gen.String[0, 70].Sample(text => Assert.False(TraceParent.TryParse(text, out _)));
}
