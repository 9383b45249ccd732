using System.Net;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>What an answer to a write means.</summary>
internal static class WriteAnswerReader
{
    /// <param name="answer">Status and headers.</param>
    /// <param name="body">Body of an answer that is not a success.</param>
    /// <param name="now">When it came.</param>
    public static WriteAnswer Read(HttpResponseMessage answer, string body, DateTimeOffset now)
    {
        var ahead = answer.Headers.Date - now;
        if (answer.IsSuccessStatusCode)
            return WriteAnswer.Written with { Status = answer.StatusCode, ClockAhead = ahead };

        var status = (int)answer.StatusCode;
        var error = ErrorBody.Parse(body);
        var refusal = status is 400 or 422 ? RefusalReader.Read(status, error) : null;
        var message = ErrorBody.Brief(error.Lines.Count > 0 ? $"{error.Message}: {error.Lines[0].Reason}" : error.Message);
        return new WriteAnswer(Result(answer.StatusCode, refusal, error), answer.StatusCode, message.Length == 0 ? $"status {status}" : $"status {status}: {message}")
        {
            ClockAhead = ahead,
            Refusal = refusal,
            RetryAfter = RetryAfter(answer, now),
        };
    }

    private static WriteResult Result(HttpStatusCode status, Refusal? refusal, ErrorBody error) => status switch
    {
        _ when refusal is not null => WriteResult.Refused,
        // 1.x has a status for a database that is missing and none for a policy.
        HttpStatusCode.InternalServerError when error.IsInflux && error.Message.StartsWith("retention policy not found", StringComparison.Ordinal) => WriteResult.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => WriteResult.Unauthorized,
        HttpStatusCode.NotFound => WriteResult.NotFound,
        HttpStatusCode.RequestEntityTooLarge => WriteResult.TooLarge,
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => WriteResult.Busy,
        >= HttpStatusCode.InternalServerError => WriteResult.ServerError,
        _ => WriteResult.Unexpected,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now)
    {
        var after = answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - now;
        return after > TimeSpan.Zero ? after : null;
    }
}
