using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

/// <summary>One usage shape, many vendors.</summary>
public sealed class OpenAIUsageTests
{
    private static Reading Usage(string usage, string dialect = DialectNames.OpenAIChat) =>
        Body(dialect, $$"""{"id":"x","model":"m","choices":[],"usage":{{usage}}}""");

    [Theory]
    // 1, 2: the total is prompt plus completion
    [InlineData("""{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,"completion_tokens_details":{"reasoning_tokens":30}}""", 40)]
    // 3: reasoning on top (xAI)
    [InlineData("""{"prompt_tokens":700,"completion_tokens":90,"total_tokens":1040,"completion_tokens_details":{"reasoning_tokens":250}}""", 340)]
    [InlineData("""{"prompt_tokens":700,"completion_tokens":90,"total_tokens":840,"completion_tokens_details":{"reasoning_tokens":50}}""", 140)]
    // 4: thinking only in the total (Google's compatible endpoint)
    [InlineData("""{"prompt_tokens":31,"completion_tokens":14,"total_tokens":120}""", 89)]
    [InlineData("""{"prompt_tokens":31,"total_tokens":120}""", 89)]
    // 5: more reasoning than completion cannot be inside it
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":20}}""", 25)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":20}}""", 25)]
    // no total, or one too small, changes nothing
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5}""", 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":3}""", 5)]
    public void BilledOutput_FollowsTheNumbersOfAnUnknownVendor(string usage, long expected) =>
        Assert.Equal(expected, Usage(usage).Usage.OutputTotal);

    [Fact]
    public void XAI_TellsItsChargeInTicks()
    {
        var reading = Usage("""{"prompt_tokens":700,"completion_tokens":90,"total_tokens":1040,"prompt_tokens_details":{"text_tokens":700,"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":250},"num_sources_used":0,"cost_in_usd_ticks":123456000}""");

        Assert.Equal((340L, 250L, 64L, 0.0123456m), (reading.Usage.OutputTotal, reading.Usage.Reasoning, reading.Usage.CacheRead, reading.Facts.ReportedCost));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":0.00125,"is_byok":false,"cost_details":{"upstream_inference_cost":0.001}}""", "0.00125")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":0.0001,"is_byok":true,"cost_details":{"upstream_inference_cost":0.002}}""", "0.0021")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":0.0001,"is_byok":true,"cost_details":{"upstream_inference_cost":null}}""", null)]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":0}""", "0")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":-1}""", null)]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":1e400}""", null)]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":1.25e-3}""", "0.00125")]
    public void OpenRouter_CostIsTheAmountChargedOrUnknown(string usage, string? expected) =>
        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Usage(usage).Facts.ReportedCost);

    [Fact]
    public void DeepSeek_HitAndMissAreTheCacheAndThePrompt()
    {
        var reading = Usage("""{"prompt_tokens":400,"completion_tokens":50,"total_tokens":450,"prompt_cache_hit_tokens":384,"prompt_cache_miss_tokens":16,"completion_tokens_details":{"reasoning_tokens":20}}""");

        Assert.Equal((400L, 384L, 50L, 20L), (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.OutputTotal, reading.Usage.Reasoning));
    }

    [Fact]
    public void DeepSeek_BlankLinesBeforeTheBody_AreNoHindrance() =>
        Assert.Equal(3, Body(DialectNames.OpenAIChat, "\n\n\n{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}").Usage.InputTotal);

    [Fact]
    public void Mistral_LegacyCacheAndUsageWithTheFinishChunk_AreRead()
    {
        var reading = Stream(DialectNames.OpenAIChat,
            """{"id":"c","object":"chat.completion.chunk","model":"mistral-large","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
            """{"id":"c","object":"chat.completion.chunk","model":"mistral-large","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"model_length"}],"usage":{"prompt_tokens":20,"completion_tokens":4,"total_tokens":24,"num_cached_tokens":16}}""",
            "[DONE]");

        Assert.Equal((20L, 4L, 16L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead));
        Assert.Equal((LlmSentinel.Core.Exchanges.FinishReason.Length, Visible), (reading.Facts.FinishReason, reading.Events[1]));
    }

    [Fact]
    public void Groq_UsageInItsOwnMember_IsReadOnce()
    {
        const string Tail = """{"id":"c","model":"llama-3","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0.1,"prompt_tokens":12,"prompt_time":0.01,"completion_tokens":8,"completion_time":0.2,"total_tokens":20,"total_time":0.21}}}""";
        var both = Tail.Replace("\"choices\"", "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":8,\"total_tokens\":20},\"choices\"", StringComparison.Ordinal);

        foreach (var chunk in new[] { Tail, both })
        {
            var reading = Stream(DialectNames.OpenAIChat, chunk, "[DONE]");

            Assert.Equal((12L, 8L, 20L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.TotalReported));
            Assert.Equal(TimeSpan.FromMilliseconds(210), reading.Facts.ProviderProcessing);
        }
    }

    [Fact]
    public void Groq_EarlyStop_IsAnError() =>
        Assert.Equal([EventClass.Error], Stream(DialectNames.OpenAIChat, """{"id":"c","model":"l","choices":[],"x_groq":{"id":"r","error":"over_capacity"}}""").Events);

    [Fact]
    public void VLlm_UsageInEveryChunk_IsOverwrittenAndEndsNothing()
    {
        static string Chunk(string text, int tokens) =>
            $$$"""{"id":"c","model":"qwen","choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null,"stop_reason":null,"token_ids":null}],"usage":{"prompt_tokens":9,"total_tokens":{{{9 + tokens}}},"completion_tokens":{{{tokens}}}}}""";

        var reading = Stream(DialectNames.OpenAIChat, Chunk("a", 1), Chunk("b", 2), Chunk("c", 3));

        Assert.Equal((9L, 3L, false, "abc"), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.Terminal, reading.Text));
        Assert.All(reading.Events, e => Assert.Equal(Visible, e));
    }

    [Fact]
    public void LlamaCpp_TimingsWithoutUsage_GiveExactCounts()
    {
        var reading = Stream(DialectNames.OpenAIChat,
            """{"id":"c","model":"g","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":{"cache_n":100,"prompt_n":11,"prompt_ms":20.5,"predicted_n":30,"predicted_ms":600.0,"predicted_per_second":50.0}}""", "[DONE]");

        Assert.Equal((111L, 100L, 30L), (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.OutputTotal));
        Assert.Equal(TimeSpan.FromMilliseconds(620.5), reading.Facts.ProviderProcessing);
    }

    [Fact]
    public void LlamaCpp_PromptCountAlone_IsNoInputTotal() =>
        Assert.Null(Stream(DialectNames.OpenAIChat, """{"choices":[],"timings":{"prompt_n":11,"predicted_n":30}}""").Usage.InputTotal);

    [Fact]
    public void LlamaCpp_UsageBesideTimings_HasPrecedence()
    {
        var reading = Stream(DialectNames.OpenAIChat,
            """{"choices":[],"timings":{"cache_n":100,"prompt_n":11,"predicted_n":30},"usage":{"prompt_tokens":112,"completion_tokens":31,"total_tokens":143}}""",
            """{"choices":[],"timings":{"cache_n":100,"prompt_n":11,"predicted_n":30}}""");

        Assert.Equal((112L, 31L, 100L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead));
    }

    [Fact]
    public void LlamaCpp_PromptProgress_IsNoOutput() =>
        Assert.Equal([EventClass.None], Stream(DialectNames.OpenAIChat,
            """{"id":"c","model":"g","choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}],"prompt_progress":{"total":100,"cache":0,"processed":50,"time_ms":9}}""").Events);

    [Fact]
    public void LlamaCpp_ErrorField_IsReadWithoutItsWrapper()
    {
        var reading = Stream(DialectNames.OpenAIChat, """error|{"code":503,"message":"loading","type":"unavailable_error"}""");

        Assert.Equal((EventClass.Error, "unavailable_error", 503), (reading.Events[0], reading.Facts.ErrorType, reading.Facts.ErrorStatus));
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"BadRequestError","param":null,"code":400}}""", "bad_request_error", 400)]
    [InlineData("""{"object":"error","message":"m","type":"BadRequestError","param":null,"code":400}""", "bad_request_error", 400)]
    [InlineData("""{"error":{"code":402,"message":"Insufficient credits","metadata":{"provider_name":"x"}}}""", null, 402)]
    [InlineData("""{"error":{"message":"m","type":"tokens","code":"rate_limit_exceeded"}}""", "rate_limit_exceeded", 429)]
    [InlineData("""{"error":{"message":"m","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", "insufficient_quota", 429)]
    [InlineData("""{"error":{"message":"m","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", "content_filter", 400)]
    [InlineData("""{"error":{"code":"429","message":"slow"}}""", null, 429)]
    [InlineData("""{"error":"something broke, see sk-abc"}""", null, 500)]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"error","error":{"code":502,"message":"m"},"message":{"content":""}}]}""", null, 502)]
    public void Body_Error_GivesABoundedWordAndAStatus(string body, string? word, int status)
    {
        var facts = Body(DialectNames.OpenAIChat, body).Facts;

        Assert.Equal((word, status), (facts.ErrorType, facts.ErrorStatus));
    }

    [Theory]
    [InlineData("""{"detail":[{"msg":"x"}]}""")]
    [InlineData("""{"message":"x"}""")]
    [InlineData("""{"statusCode":401,"message":"x"}""")]
    public void Body_ErrorOfAnotherShape_GivesNoWord(string body) => Assert.Null(Body(DialectNames.OpenAIChat, body).Facts.ErrorType);

    [Fact]
    public void Body_OfHtml_IsMalformedAndNothingElse()
    {
        var facts = Body(DialectNames.OpenAIChat, "<html><body>502 Bad Gateway</body></html>").Facts;

        Assert.True(facts.Malformed);
        Assert.Null(facts.ErrorType);
    }

    [Theory]
    [InlineData("12.0", 12L)]
    [InlineData("\"12\"", 12L)]
    [InlineData("\"12.0\"", 12L)]
    [InlineData("1.2e1", 12L)]
    [InlineData("0", 0L)]
    [InlineData("1000000000000", 1_000_000_000_000L)]
    [InlineData("1000000000001", null)]
    [InlineData("-1", null)]
    [InlineData("12.5", null)]
    [InlineData("9007199254740993000", null)]
    [InlineData("99999999999999999999999", null)]
    [InlineData("1e400", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("\"Infinity\"", null)]
    [InlineData("\"twelve\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("{\"x\":1}", null)]
    [InlineData("[12]", null)]
    public void Count_OnlyAnIntegerInRange_IsBelieved(string value, long? expected)
    {
        var reading = Usage($$"""{"prompt_tokens":{{value}},"completion_tokens":1}""");

        Assert.Equal((expected, 1L), (reading.Usage.InputTotal, reading.Usage.OutputTotal));
    }

    [Fact]
    public void Usage_NullDetailsAndDuplicates_AreTolerated()
    {
        var reading = Usage("""{"prompt_tokens":1,"prompt_tokens":7,"completion_tokens":2,"prompt_tokens_details":null,"completion_tokens_details":null}""");

        Assert.Equal((7L, 2L, null), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead));
    }

    [Fact]
    public void Usage_OverlappingSubsets_StayAsTold()
    {
        var reading = Usage("""{"prompt_tokens":100,"completion_tokens":9,"total_tokens":109,"prompt_tokens_details":{"cached_tokens":90,"audio_tokens":60,"image_tokens":5,"video_tokens":1},"completion_tokens_details":{"audio_tokens":4,"image_tokens":2}}""");

        Assert.Equal((90L, 60L, 5L, 1L, 4L, 2L),
            (reading.Usage.CacheRead, reading.Usage.InputAudio, reading.Usage.InputImage, reading.Usage.InputVideo, reading.Usage.OutputAudio, reading.Usage.OutputImage));
    }

    [Fact]
    public void Usage_EmptyObject_IsNoUsage() => Assert.False(Usage("{}").Facts.HasUsage);

    [Fact]
    public void Azure_FirstNonEmptyIdAndModelWin()
    {
        var reading = Stream(DialectNames.OpenAIChat,
            """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}""",
            """{"choices":[{"content_filter_results":{},"delta":{"content":"","role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":1,"id":"chatcmpl-Z","model":"gpt-4o-2024-11-20","object":"chat.completion.chunk","system_fingerprint":"fp_z"}""",
            """{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":"Hi"},"finish_reason":null,"index":0,"logprobs":null}],"created":1,"id":"chatcmpl-Z","model":"gpt-4o-2024-11-20","object":"chat.completion.chunk"}""",
            """{"choices":[{"content_filter_offsets":{"check_offset":1,"start_offset":1,"end_offset":9},"content_filter_results":{},"finish_reason":null,"index":0}],"created":0,"id":"","model":"","object":""}""",
            """{"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"content_filter","index":0}],"created":0,"id":"","model":"","object":""}""",
            "[DONE]");

        Assert.Equal(("chatcmpl-Z", "gpt-4o-2024-11-20", "fp_z"), (reading.Facts.ResponseId, reading.Facts.Model, reading.Facts.SystemFingerprint));
        Assert.Equal([EventClass.None, EventClass.None, Visible, EventClass.None, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.Equal(LlmSentinel.Core.Exchanges.FinishReason.ContentFilter, reading.Facts.FinishReason);
    }

    [Fact]
    public void OpenRouter_ErrorChunkAfterText_IsAnErrorWithItsStatus()
    {
        var reading = Stream(DialectNames.OpenAIChat,
            """{"id":"gen-1","provider":"X","model":"v/m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}""",
            """{"id":"gen-1","model":"v/m","error":{"code":429,"message":"limited"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""");

        Assert.Equal((EventClass.Error, 429, LlmSentinel.Core.Exchanges.FinishReason.Error), (reading.Events[1], reading.Facts.ErrorStatus, reading.Facts.FinishReason));
    }

    [Fact]
    public void Completions_TextStreamAndEmbeddings_AreRead()
    {
        var text = Stream(DialectNames.OpenAICompletions,
            """{"id":"cmpl-1","object":"text_completion","model":"davinci-002","choices":[{"text":"A","index":0,"logprobs":null,"finish_reason":null}]}""",
            """{"id":"cmpl-1","object":"text_completion","model":"davinci-002","choices":[{"text":"B","index":0,"logprobs":null,"finish_reason":null}]}""",
            """{"id":"cmpl-1","object":"text_completion","model":"davinci-002","choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"length"}]}""", "[DONE]");
        var embedding = Body(DialectNames.OpenAIEmbeddings, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]}],"model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}""");

        Assert.Equal(("AB", LlmSentinel.Core.Exchanges.FinishReason.Length, null), (text.Text, text.Facts.FinishReason, text.Facts.ToolCalls));
        Assert.Equal([Visible, Visible, EventClass.None, EventClass.Terminal], text.Events);
        Assert.Equal((8L, null, "text-embedding-3-small"), (embedding.Usage.InputTotal, embedding.Usage.OutputTotal, embedding.Facts.Model));
    }
}
