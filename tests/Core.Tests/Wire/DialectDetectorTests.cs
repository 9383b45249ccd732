using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Wire;

public sealed class DialectDetectorTests
{
    [Theory]
    [InlineData("POST", "/v1/chat/completions", "openai-chat", "chat", null)]
    [InlineData("POST", "/chat/completions", "openai-chat", "chat", null)]
    [InlineData("POST", "/openai/v1/chat/completions", "openai-chat", "chat", null)]
    [InlineData("POST", "/api/v1/chat/completions", "openai-chat", "chat", null)]
    [InlineData("POST", "/v1beta/openai/chat/completions", "openai-chat", "chat", null)]
    [InlineData("POST", "/v1/projects/p/locations/l/endpoints/openapi/chat/completions", "openai-chat", "chat", null)]
    [InlineData("POST", "/openai/deployments/my%20model/chat/completions", "openai-chat", "chat", "my model")]
    [InlineData("POST", "/openai/deployments/small/embeddings", "openai-embeddings", "embeddings", "small")]
    [InlineData("POST", "/v1/completions", "openai-completions", "text_completion", null)]
    [InlineData("POST", "/v1/fim/completions", "openai-completions", "text_completion", null)]
    [InlineData("POST", "/v1/embeddings", "openai-embeddings", "embeddings", null)]
    [InlineData("POST", "/v1/responses", "openai-responses", "chat", null)]
    [InlineData("POST", "/v1/messages", "anthropic-messages", "chat", null)]
    [InlineData("POST", "/anthropic/v1/messages", "anthropic-messages", "chat", null)]
    [InlineData("POST", "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@1:rawPredict", "anthropic-messages", "chat", "claude-x@1")]
    [InlineData("POST", "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:streamRawPredict", "anthropic-messages", "chat", "claude-x")]
    [InlineData("POST", "/v1/projects/p/locations/l/publishers/mistralai/models/m:rawPredict", "openai-chat", "chat", "m")]
    [InlineData("POST", "/v1beta/models/gemini-x:generateContent", "gemini", "generate_content", "gemini-x")]
    [InlineData("POST", "/v1beta/models/gemini-x:streamGenerateContent", "gemini", "generate_content", "gemini-x")]
    [InlineData("POST", "/v1beta/models%2Fgemini-x%3AgenerateContent", "gemini", "generate_content", "gemini-x")]
    [InlineData("POST", "/v1/projects/p/locations/l/endpoints/77:generateContent", "gemini", "generate_content", "77")]
    [InlineData("POST", "/v1beta/models/e:embedContent", "gemini", "embeddings", "e")]
    [InlineData("POST", "/v1beta/models/e:batchEmbedContents", "gemini", "embeddings", "e")]
    [InlineData("POST", "/v1/projects/p/locations/l/publishers/google/models/e:predict", "gemini", "other", "e")]
    [InlineData("POST", "/api/chat", "ollama", "chat", null)]
    [InlineData("POST", "/api/generate", "ollama", "text_completion", null)]
    [InlineData("POST", "/api/embed", "ollama", "embeddings", null)]
    [InlineData("POST", "/api/embeddings", "ollama", "embeddings", null)]
    [InlineData("POST", "/completion", "llama-cpp", "text_completion", null)]
    [InlineData("POST", "/model/us.anthropic.claude-v1%3A0/converse", "bedrock-converse", "chat", "us.anthropic.claude-v1:0")]
    [InlineData("POST", "/model/m/converse-stream", "bedrock-converse", "chat", "m")]
    [InlineData("POST", "/model/arn:aws:bedrock:r:1:inference-profile/m/converse", "bedrock-converse", "chat", "arn:aws:bedrock:r:1:inference-profile/m")]
    [InlineData("POST", "/model/m/invoke", "bedrock-invoke", "chat", "m")]
    [InlineData("POST", "/model/m/invoke-with-response-stream", "bedrock-invoke", "chat", "m")]
    [InlineData("POST", "/v2/chat", "cohere", "chat", null)]
    [InlineData("GET", "/v1/realtime", "other", "realtime", null)]
    [InlineData("GET", "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent", "other", "realtime", null)]
    [InlineData("GET", "/v1/models", "other", "other", null)]
    [InlineData("POST", "/v1/audio/transcriptions", "other", "other", null)]
    [InlineData("POST", "/v1/images/generations", "other", "other", null)]
    [InlineData("POST", "/v1/files", "other", "other", null)]
    [InlineData("POST", "/v1/threads/th_1/messages", "other", "other", null)]
    [InlineData("POST", "/v1/interactions", "other", "other", null)]
    [InlineData("POST", "/Chat/Send/Stream", "other", "other", null)]
    [InlineData("POST", "/", "other", "other", null)]
    [InlineData("POST", "", "other", "other", null)]
    public void Detect_KnownPath_TellsDialectOperationAndModel(string method, string path, string dialect, string operation, string? model)
    {
        var match = DialectDetector.Detect(method, path, null);

        Assert.Equal((dialect, operation, model, true), (match.Dialect.Name, match.Operation, match.Model, match.Billable));
    }

    [Theory]
    [InlineData("GET", "/v1/responses/resp_1", "openai-responses", "fetch_response")]
    [InlineData("DELETE", "/v1/responses/resp_1", "openai-responses", "fetch_response")]
    [InlineData("POST", "/v1/responses/resp_1/cancel", "openai-responses", "fetch_response")]
    [InlineData("GET", "/v1/responses/resp_1/input_items", "openai-responses", "fetch_response")]
    [InlineData("GET", "/v1/chat/completions/chatcmpl-1", "openai-chat", "fetch_response")]
    [InlineData("GET", "/v1/chat/completions/chatcmpl-1/messages", "openai-chat", "fetch_response")]
    [InlineData("GET", "/v1/chat/completions", "openai-chat", "fetch_response")]
    [InlineData("POST", "/v1/responses/input_tokens", "openai-responses", "count_tokens")]
    [InlineData("POST", "/v1/messages/count_tokens", "anthropic-messages", "count_tokens")]
    [InlineData("POST", "/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict", "anthropic-messages", "count_tokens")]
    [InlineData("POST", "/v1beta/models/g:countTokens", "gemini", "count_tokens")]
    public void Detect_AnswerThatRepeatsOrCountsTokens_IsNotBillable(string method, string path, string dialect, string operation)
    {
        var match = DialectDetector.Detect(method, path, null);

        Assert.Equal((dialect, operation, false), (match.Dialect.Name, match.Operation, match.Billable));
    }

    [Theory]
    [InlineData("/v1/chat/completions/")]
    [InlineData("//v1//chat//completions//")]
    [InlineData("/V1/Chat/COMPLETIONS")]
    public void Detect_SlashesAndCase_DoNotMatter(string path) =>
        Assert.Equal(DialectNames.OpenAIChat, DialectDetector.Detect("post", path, null).Dialect.Name);

    [Theory]
    [InlineData("/v1/chat", "cohere", "cohere")]
    [InlineData("/v1/chat", null, "other")]
    [InlineData("/messages", "anthropic-messages", "anthropic-messages")]
    [InlineData("/messages", null, "other")]
    public void Detect_PathThatSaysTooLittle_TakesTheUpstreamsHint(string path, string? hint, string dialect) =>
        Assert.Equal(dialect, DialectDetector.Detect("POST", path, hint).Dialect.Name);

    [Fact]
    public void Detect_PathWithoutModel_AllocatesNothing()
    {
        DialectDetector.Detect("POST", "/v1/chat/completions", null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            DialectDetector.Detect("POST", "/v1/chat/completions", null);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
