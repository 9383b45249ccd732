using System.Text;
using CsCheck;
using LlmSentinel.Proxy.Http1;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>However lines come again and push each other out, each is read as what it says.</summary>
public sealed class HeaderCacheTests
{
    private static readonly Gen<(string Name, string Value)> Header = Gen.Select(
        Gen.Char['a', 'f'].Array[1, 70].Select(chars => new string(chars)),
        Gen.Char['!', 'ÿ'].Array[0, 300].Select(chars => new string([.. chars.Where(c => c is < '\u007f' or > '\u009f')])));

    [Fact]
    public void Lines_AreReadAsTheyStand() => Header.Array[1, 600].Sample(headers =>
    {
        var cache = new HeaderCache();
        for (var round = 0; round < 3; round++)
        {
            foreach (var (name, value) in headers)
            {
                var field = cache.Read(Encoding.Latin1.GetBytes($"{name}: {value}"));
                Assert.Equal((name, value), (field.Name.Text, field.Value));
            }
        }
    }, iter: 50);

    [Fact]
    public void LineThatComesAgain_IsMadeOnce()
    {
        var cache = new HeaderCache();
        cache.Read("server: uvicorn"u8);
        var second = cache.Read("server: uvicorn"u8);

        Assert.Same(second.Value, cache.Read("server: uvicorn"u8).Value);
    }

    [Theory]
    [InlineData("no colon")]
    [InlineData(": no name")]
    [InlineData("two words: value")]
    public void LineThatIsNoHeader_IsRefused(string line) =>
        Assert.Throws<Http1Exception>(() => new HeaderCache().Read(Encoding.Latin1.GetBytes(line)));
}
