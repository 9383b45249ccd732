using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Tests.Exchanges;

public class ExchangeHashTests
{
    [Fact]
    public void Fraction_ManyIds_UniformAndIndependentBySeed()
    {
        var random = new Random(20260801);
        var bytes = new byte[16];
        var both = 0;
        var one = 0;
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            var id = new Guid(bytes);
            var first = ExchangeHash.Fraction(id, 1);
            Assert.InRange(first, 0, 0.9999999999999999);
            Assert.Equal(first, ExchangeHash.Fraction(id, 1));
            one += first < 0.5 ? 1 : 0;
            both += first < 0.5 && ExchangeHash.Fraction(id, 2) < 0.5 ? 1 : 0;
        }

        // Five standard deviations of a fair coin over 20,000 throws are 354; of a quarter, 306.
        Assert.InRange(one, 10_000 - 354, 10_000 + 354);
        Assert.InRange(both, 5_000 - 306, 5_000 + 306);
    }
}
