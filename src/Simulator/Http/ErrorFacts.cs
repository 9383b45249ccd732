using System.Globalization;

namespace LlmSentinel.Simulator.Http;

/// <summary>What each dialect calls an error of one HTTP status.</summary>
internal sealed record ErrorFacts(
    int Status, string Message, string OpenAiType, string? OpenAiCode, string AzureCode, string AnthropicType, string GoogleStatus)
{
    public static ErrorFacts For(int status) => status switch
    {
        400 => new(400, "The request is not valid.", "invalid_request_error", null, "BadRequest", "invalid_request_error", "INVALID_ARGUMENT"),
        401 => new(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key", "401", "authentication_error", "UNAUTHENTICATED"),
        402 => new(402, "The account has no credit left.", "billing_error", null, "402", "billing_error", "FAILED_PRECONDITION"),
        403 => new(403, "You are not allowed to do this.", "invalid_request_error", null, "403", "permission_error", "PERMISSION_DENIED"),
        404 => new(404, "Not found.", "invalid_request_error", "not_found", "404", "not_found_error", "NOT_FOUND"),
        413 => new(413, "The request is too large.", "invalid_request_error", null, "413", "request_too_large", "INVALID_ARGUMENT"),
        429 => new(429, "Rate limit reached. Please try again later.", "requests", "rate_limit_exceeded", "429", "rate_limit_error", "RESOURCE_EXHAUSTED"),
        503 => new(503, "The service is overloaded. Please try again later.", "server_error", "service_unavailable", "503", "overloaded_error", "UNAVAILABLE"),
        504 => new(504, "The request timed out.", "server_error", "timeout", "504", "timeout_error", "DEADLINE_EXCEEDED"),
        529 => new(529, "Overloaded", "server_error", "overloaded", "529", "overloaded_error", "UNAVAILABLE"),
        < 500 => new(status, "The request is refused.", "invalid_request_error", null, Text(status), "invalid_request_error", "FAILED_PRECONDITION"),
        _ => new(status, "The server had an error while processing your request.", "server_error", null, "InternalServerError", "api_error", "INTERNAL"),
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
