using LlmSentinel.Core.Wire.Dialects;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class ErrorWordsTests
{
    [Theory]
    [InlineData("rate_limit_exceeded", "rate_limit_exceeded")]
    [InlineData("RESOURCE_EXHAUSTED", "resource_exhausted")]
    [InlineData("ThrottlingException", "throttling_exception")]
    [InlineData("invalid-request.v2", "invalid-request.v2")]
    [InlineData("The model `x` does not exist", null)]
    [InlineData("sk-proj-abcdef", null)]
    [InlineData("k8f3j2h1g9d7s6", null)]
    [InlineData("429", null)]
    [InlineData("", null)]
    [InlineData("größe", null)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    public void Normalise_OnlyBoundedWords_AreKept(string text, string? expected) => Assert.Equal(expected, ErrorWords.Normalise(text));

    [Theory]
    [InlineData("overloaded_error", 529)]
    [InlineData("rate_limit_error", 429)]
    [InlineData("insufficient_quota", 429)]
    [InlineData("from_the_future", 500)]
    [InlineData(null, 500)]
    public void Status_OfAWord_IsWhatItsProviderSendsWithIt(string? word, int expected) => Assert.Equal(expected, ErrorWords.Status(word));
}
