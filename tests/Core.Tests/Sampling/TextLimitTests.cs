using System.Text;
using LlmSentinel.Core.Sampling;

namespace LlmSentinel.Core.Tests.Sampling;

/// <summary>What of a long text is kept.</summary>
public sealed class TextLimitTests
{
    [Theory]
    [InlineData("short", 100, "short")]
    [InlineData("exactly", 7, "exactly")]
    [InlineData("Grüße", 3, "Gr")]
    [InlineData("a😀b", 4, "a")]
    [InlineData("a😀b", 5, "a😀")]
    [InlineData("abc", 0, "")]
    public void Cut_AText_KeepsWholeCharacters(string text, int bytes, string expected) => Assert.Equal(expected, TextLimit.Cut(text, bytes));

    [Fact]
    public void Cut_ALongConversation_KeepsTheInstructionsAndTheNewestMessages()
    {
        var prompt = new SampledPrompt(
            [
                new PromptMessage("system", new string('s', 100)),
                .. Enumerable.Range(0, 10).Select(i => new PromptMessage("user", new string((char)('a' + i), 30))),
            ],
            Truncated: false);

        var cut = TextLimit.Cut(prompt, 200);

        Assert.True(cut.Truncated);
        Assert.Equal(("system", new string('s', 50)), (cut.Messages[0].Role, cut.Messages[0].Text));
        Assert.Equal([.. "fghij"], cut.Messages.Skip(1).Select(m => m.Text[0]));
        Assert.Equal(200, cut.Messages.Sum(m => Encoding.UTF8.GetByteCount(m.Text)));
    }

    [Fact]
    public void Cut_OneHugeMessage_KeepsItsBeginning()
    {
        var cut = TextLimit.Cut(new SampledPrompt([new PromptMessage("user", "old"), new PromptMessage("user", new string('x', 500))], false), 100);

        Assert.Equal(new string('x', 100), Assert.Single(cut.Messages).Text);
    }

    [Fact]
    public void Cut_APromptThatFits_IsLeftAlone()
    {
        var prompt = new SampledPrompt([new PromptMessage("user", "hello")], false);

        Assert.Same(prompt, TextLimit.Cut(prompt, 5));
    }
}
