using CsCheck;

namespace LlmSentinel.Simulator.Tests.Text;

public sealed class SimTokensTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("The sum is 42.", 5)]
    [InlineData("{\"a\": [1, 2]}", 11)]
    [InlineData("naïve  café\n", 2)]
    public void Count_FollowsTheRule(string text, int tokens) => Assert.Equal(tokens, SimTokens.Count(text));

    [Fact]
    public void Split_JoinsToTheText_AndHasAsManyPiecesAsTokens() => Gen.String[Gen.Char["ab _.,\"{}\n\té1"], 0, 40].Where(t => t.Trim().Length > 0).Sample(text =>
    {
        var pieces = SimTokens.Split(text);
        Assert.Equal(text, string.Concat(pieces));
        Assert.Equal(SimTokens.Count(text), pieces.Count);
    });

    [Fact]
    public void KnownQuestions_AreAHundredDifferentOnes_WithWrongAnswersThatAreWrong()
    {
        Assert.Equal(100, KnownQuestions.All.Count);
        Assert.Equal(100, KnownQuestions.All.Select(q => q.Question).Distinct().Count());
        foreach (var question in KnownQuestions.All)
        {
            Assert.Same(question, KnownQuestions.Find("Please answer.\n" + question.Question.ToUpperInvariant()));
            for (var pick = 0; pick < 50; pick++) Assert.NotEqual(question.Answer, KnownQuestions.WrongAnswer(question, pick));
        }
    }
}
