using static LlmSentinel.Tokens.Tests.Bodies;

namespace LlmSentinel.Tokens.Tests;

public class CountOutputTests
{
    [Theory]
    [InlineData("gpt-4o", "", 0)]
    [InlineData("gpt-4o", "hi", 1)]
    [InlineData("gpt-4o", "Hello!", 2)]
    [InlineData("gpt-4o", "tiktoken is great!", 6)]
    [InlineData("gpt-4o", "antidisestablishmentarianism", 6)]
    [InlineData("gpt-4o", "2 + 2 = 4", 7)]
    [InlineData("gpt-4o", "お誕生日おめでとう", 8)]
    [InlineData("gpt-4", "お誕生日おめでとう", 9)]
    [InlineData("claude-sonnet-5", "お誕生日おめでとう", 8)]
    [InlineData(null, "お誕生日おめでとう", 8)]
    public void CountOutput_KnownText_IsItsKnownCount(string? model, string text, int expected) =>
        Assert.Equal(expected, Estimator.CountOutput(model, text));

    [Fact]
    public void CountOutput_WholeText_IsLessThanTheSumOfItsDeltas()
    {
        string[] deltas = ["Str", "eam", "ing", " de", "ltas", " over", "state", " the", " co", "unt"];
        Assert.True(Estimator.CountOutput("gpt-4o", string.Concat(deltas)) < deltas.Sum(delta => Estimator.CountOutput("gpt-4o", delta)));
    }

    [Theory]
    [InlineData("gpt-4o", "<|endoftext|>", 7)]
    [InlineData("gpt-4", "a<|endoftext|>b", 9)]
    [InlineData("gpt-oss-20b", "<|start|>", 5)]
    public void CountOutput_TextOfASpecialToken_IsPlainText(string model, string text, int expected) =>
        Assert.Equal(expected, Estimator.CountOutput(model, text));

    [Theory]
    [InlineData("gpt-oss-120b", "O200kHarmony")]
    [InlineData("openai/gpt-oss-20b", "O200kHarmony")]
    [InlineData("gpt-3.5-turbo-0125", "Cl100kBase")]
    [InlineData("gpt-35-turbo", "Cl100kBase")]
    [InlineData("gpt-4", "Cl100kBase")]
    [InlineData("gpt-4-0613", "Cl100kBase")]
    [InlineData("ft:gpt-4-0613:acme::1", "Cl100kBase")]
    [InlineData("gpt-4-turbo", "Cl100kBase")]
    [InlineData("text-embedding-3-large", "Cl100kBase")]
    [InlineData("text-embedding-ada-002", "Cl100kBase")]
    [InlineData("gpt-4o", "O200kBase")]
    [InlineData("gpt-4.1-mini", "O200kBase")]
    [InlineData("gpt-5.6", "O200kBase")]
    [InlineData("o4-mini", "O200kBase")]
    [InlineData("claude-opus-4-6", "O200kBase")]
    [InlineData("llama3.3:latest", "O200kBase")]
    [InlineData("", "O200kBase")]
    [InlineData(null, "O200kBase")]
    public void Name_Model_HasItsEncoding(string? model, string encoding) => Assert.Equal(encoding, Encodings.Name(model).ToString());

    [Theory]
    [InlineData('a')]
    [InlineData('中')]
    [InlineData(' ')]
    [InlineData('!')]
    [InlineData('\ud83d')]
    public void CountOutput_RunWithoutABoundary_IsCutSoThatWorkStaysLinear(char c)
    {
        const int runs = 400;
        var one = Estimator.CountOutput("gpt-4o", new string(c, TextCounter.MaxRun));
        Assert.Equal(runs * one, Estimator.CountOutput("gpt-4o", new string(c, runs * TextCounter.MaxRun)));
    }

    [Fact]
    public void CountOutput_EndlessText_IsExtrapolated()
    {
        const string sentence = "The quick brown fox jumps over the lazy dog. ";
        var one = Estimator.CountOutput("gpt-4o", string.Concat(Enumerable.Repeat(sentence, 100))) / 100.0;
        var many = Estimator.CountOutput("gpt-4o", string.Concat(Enumerable.Repeat(sentence, 100_000)));
        Assert.InRange(many, one * 100_000 * 0.97, one * 100_000 * 1.03);
    }

    [Fact]
    public async Task CountOutput_ManyThreads_Agree()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(() => Estimator.CountOutput(i % 2 == 0 ? "gpt-4o" : "gpt-4", "お誕生日おめでとう"))));
        Assert.All(counts.Where((_, i) => i % 2 == 0), count => Assert.Equal(8, count));
        Assert.All(counts.Where((_, i) => i % 2 == 1), count => Assert.Equal(9, count));
    }
}
