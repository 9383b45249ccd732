using CsCheck;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Tests.Text;

public sealed class ProseTests
{
    [Fact]
    public void Write_HasExactlyTheAskedTokens_AndEndsInOneFullStop() => Gen.Select(Gen.Int[1, 300], Gen.ULong).Sample((tokens, seed) =>
    {
        var random = new SimRandom(seed);
        var pieces = new List<string>();

        Prose.Write(pieces, tokens, ref random, [" rivers"]);

        var text = string.Concat(pieces);
        Assert.Equal(tokens, pieces.Count);
        Assert.Equal(pieces, SimTokens.Split(text));
        Assert.DoesNotContain("..", text, StringComparison.Ordinal);
        Assert.True(tokens == 1 || text.EndsWith('.'));
    });

    [Fact]
    public void Topics_AreTheLongerWordsOfTheQuestion() =>
        Assert.Equal([" about", " rivers", " garden"], Topics.Of("Tell us about Rivers, a garden?"));
}
