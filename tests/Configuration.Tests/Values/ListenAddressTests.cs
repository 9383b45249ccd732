using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Tests.Values;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4100", true, false)]
    [InlineData("[::1]:4100", true, false)]
    [InlineData("localhost:0", true, false)]
    [InlineData("0.0.0.0:80", false, true)]
    [InlineData("[::]:80", false, true)]
    [InlineData("*:80", false, true)]
    [InlineData("10.1.2.3:65535", false, false)]
    public void TryParse_Address_KnowsWhoReachesIt(string text, bool loopback, bool any)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal((loopback, any), (address.IsLoopback, address.IsAny));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4100")]
    [InlineData(":4100")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.1:4100")]
    [InlineData("::1:4100")]
    [InlineData("[127.0.0.1]:4100")]
    [InlineData("example.com:4100")]
    [InlineData("http://127.0.0.1:4100")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1:1", "127.0.0.1:1", true)]
    [InlineData("127.0.0.1:1", "localhost:1", true)]
    [InlineData("127.0.0.1:1", "0.0.0.0:1", true)]
    [InlineData("*:1", "[::1]:1", true)]
    [InlineData("127.0.0.1:1", "127.0.0.2:1", false)]
    [InlineData("127.0.0.1:1", "127.0.0.1:2", false)]
    [InlineData("127.0.0.1:0", "127.0.0.1:0", false)]
    public void Overlaps_TwoAddresses_TellsWhetherOneIsTaken(string a, string b, bool overlaps)
    {
        Assert.True(ListenAddress.TryParse(a, out var first));
        Assert.True(ListenAddress.TryParse(b, out var second));
        Assert.Equal((overlaps, overlaps), (first.Overlaps(second), second.Overlaps(first)));
    }
}
