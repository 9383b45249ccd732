using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Wire;

public sealed class ProviderHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static ProviderHeaders Head(params (string Name, string Value)[] headers)
    {
        var head = new ProviderHeaders();
        foreach (var (name, value) in headers)
            head.Header(name, value);
        return head;
    }

    [Theory]
    [InlineData("x-request-id")]
    [InlineData("Request-Id")]
    [InlineData("apim-request-id")]
    [InlineData("x-amzn-RequestId")]
    [InlineData("X-Generation-Id")]
    public void ProviderRequestId_IsReadFromEveryProvidersHeader(string name) =>
        Assert.Equal("req_1", Head((name, "req_1")).ProviderRequestId);

    [Theory]
    [InlineData("cf-ray")]
    [InlineData("x-ms-client-request-id")]
    public void ProviderRequestId_OfSomebodyElse_IsNone(string name) => Assert.Null(Head((name, "r")).ProviderRequestId);

    [Fact]
    public void ProviderRequestId_AbsurdlyLong_IsNotKept() => Assert.Null(Head(("x-request-id", new string('x', 5000))).ProviderRequestId);

    [Fact]
    public void RateLimit_OfOpenAI_IsReadWithGoDurations()
    {
        var limit = Head(("x-ratelimit-limit-requests", "500"), ("x-ratelimit-remaining-requests", "499"), ("x-ratelimit-reset-requests", "120ms"),
            ("x-ratelimit-limit-tokens", "30000"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0.5s")).ReadRateLimit(200, Now)!;

        Assert.Equal((500L, 499L, TimeSpan.FromMilliseconds(120)), (limit.LimitRequests, limit.RemainingRequests, limit.ResetRequests));
        Assert.Equal((30000L, 0L, TimeSpan.FromSeconds(360.5)), (limit.LimitTokens, limit.RemainingTokens, limit.ResetTokens));
    }

    [Theory]
    [InlineData("12ms", 0.012)]
    [InlineData("6s", 6.0)]
    [InlineData("1m30.5s", 90.5)]
    [InlineData("6m0s", 360.0)]
    [InlineData("1h2m3s", 3723.0)]
    [InlineData("17", 17.0)]
    [InlineData("0", 0.0)]
    [InlineData("500us", 0.0005)]
    [InlineData("500µs", 0.0005)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("1m30", null)]
    [InlineData("s", null)]
    [InlineData("1..5s", null)]
    [InlineData("5 apples", null)]
    [InlineData("99999999h", null)]
    [InlineData("111111111111111111111111111111111111111s", null)]
    public void RateLimit_Reset_TakesGoDurationsAndBareSeconds(string value, double? seconds)
    {
        var limit = Head(("x-ratelimit-reset-tokens", value)).ReadRateLimit(200, Now);

        Assert.Equal(seconds, limit?.ResetTokens?.TotalSeconds);
    }

    [Fact]
    public void RateLimit_OfAzure_SentinelsAndTheMisspeltHeaderAreUnderstood()
    {
        var limit = Head(("x-ratelimit-remaining-requests", "-1"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-limit-tokens", "0"),
            ("x-rate-limit-reset-tokens", "59")).ReadRateLimit(200, Now)!;

        Assert.Equal((null, null, null), (limit.RemainingRequests, limit.RemainingTokens, limit.LimitTokens));
        Assert.Equal(TimeSpan.FromSeconds(59), limit.ResetTokens);
    }

    [Fact]
    public void RateLimit_NothingLeftOfA429_IsBelieved() =>
        Assert.Equal(0, Head(("x-ratelimit-remaining-tokens", "0")).ReadRateLimit(429, Now)!.RemainingTokens);

    [Fact]
    public void RateLimit_OfAnthropic_ResetsAreTimesOfDay()
    {
        var limit = Head(("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "49"),
            ("anthropic-ratelimit-requests-reset", "2026-11-23T10:00:30Z"), ("anthropic-ratelimit-input-tokens-limit", "30000"),
            ("anthropic-ratelimit-input-tokens-remaining", "29000"), ("anthropic-ratelimit-input-tokens-reset", "2026-11-23T09:59:00Z")).ReadRateLimit(200, Now)!;

        Assert.Equal((50L, 49L, TimeSpan.FromSeconds(30)), (limit.LimitRequests, limit.RemainingRequests, limit.ResetRequests));
        Assert.Equal((30000L, 29000L, TimeSpan.Zero), (limit.LimitTokens, limit.RemainingTokens, limit.ResetTokens));
    }

    [Fact]
    public void RateLimit_OfAnthropic_TheTokensFamilyGoesBeforeInputTokens()
    {
        var limit = Head(("anthropic-ratelimit-input-tokens-remaining", "5"), ("anthropic-ratelimit-tokens-remaining", "7")).ReadRateLimit(200, Now)!;

        Assert.Equal(7, limit.RemainingTokens);
    }

    [Theory]
    [InlineData("retry-after", "20", 20.0)]
    [InlineData("retry-after", "0.5", 0.5)]
    [InlineData("retry-after", "Mon, 23 Nov 2026 10:01:00 GMT", 60.0)]
    [InlineData("retry-after", "Mon, 23 Nov 2026 09:00:00 GMT", 0.0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("retry-after", "soon", null)]
    public void RetryAfter_TakesSecondsDatesAndMilliseconds(string name, string value, double? seconds) =>
        Assert.Equal(seconds, Head((name, value)).ReadRateLimit(429, Now)?.RetryAfter?.TotalSeconds);

    [Fact]
    public void RateLimit_NothingTold_IsNull() => Assert.Null(Head(("x-request-id", "r"), ("content-type", "text/plain")).ReadRateLimit(200, Now));

    [Fact]
    public void ProviderProcessing_OfOpenAI_IsRead() =>
        Assert.Equal(TimeSpan.FromMilliseconds(1234), Head(("openai-processing-ms", "1234")).ProviderProcessing);

    [Theory]
    [InlineData("ThrottlingException:http://internal.amazon.com/", "throttling_exception")]
    [InlineData("ThrottlingException", "throttling_exception")]
    [InlineData("com.amazon.coral#ValidationException", "validation_exception")]
    [InlineData("not a word", null)]
    public void AmazonErrorType_IsABoundedWord(string value, string? word) => Assert.Equal(word, Head(("x-amzn-errortype", value)).AmazonErrorType);

    [Fact]
    public void Header_InAnyCase_IsKnown()
    {
        var head = Head(("X-Request-ID", "req_2"), ("X-RateLimit-Remaining-Tokens", "12"), ("Set-Cookie", "a=1"));

        Assert.Equal(("req_2", 12L), (head.ProviderRequestId, head.ReadRateLimit(200, Now)!.RemainingTokens));
        Assert.True(ProviderHeaders.Reads("X-Request-ID"));
        Assert.False(ProviderHeaders.Reads("Set-Cookie"));
    }

    [Fact]
    public void Reset_ForgetsEverything()
    {
        var head = Head(("x-request-id", "r"), ("x-ratelimit-remaining-tokens", "12"));

        head.Reset();

        Assert.Null(head.ProviderRequestId);
        Assert.Null(head.ReadRateLimit(200, Now));
    }
}
