using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlmSentinel.Sentinel.Api;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Top;

/// <summary>Reads samples from a sidecar's admin port.</summary>
/// <param name="http">Client whose base address is the admin port.</param>
/// <param name="by">model, upstream or app.</param>
/// <param name="window">How far back rates and percentiles reach, for example 1m.</param>
internal sealed class TopClient(HttpClient http, string by, string window)
{
    /// <summary>A client for an admin port, with its token where it asks for one.</summary>
    public static HttpClient Connect(Uri url, string? token)
    {
        var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) };
        if (!string.IsNullOrEmpty(token))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <exception cref="TopUnreachableException">No answer, or a refusal.</exception>
    public async Task<TopSample> ReadAsync(CancellationToken cancellationToken)
    {
        var (status, refusal) = await GetAsync("api/status", ApiJsonContext.Default.StatusView, cancellationToken);
        if (status is null)
            throw new TopUnreachableException(refusal!);
        var (groups, problem) = await GetAsync(Summary(by), ApiJsonContext.Default.SummaryView, cancellationToken);
        if (groups is null)
            return new TopSample(status, by, null, null, problem);
        var (total, totalProblem) = await GetAsync(Summary("none"), ApiJsonContext.Default.SummaryView, cancellationToken);
        return new TopSample(status, by, total is null ? null : groups, total, totalProblem);
    }

    private string Summary(string groupBy) => $"api/summary?groupBy={groupBy}&from=-{Uri.EscapeDataString(window)}";

    // The value, or why there is none although the port answered.
    private async Task<(T? Value, string? Problem)> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized)
                throw new TopUnreachableException($"{http.BaseAddress} asks for a token: pass --token, or set SENTINEL__ADMIN__TOKEN.");
            if (response.IsSuccessStatusCode)
                return (await JsonSerializer.DeserializeAsync(body, type, cancellationToken), null);
            var problem = await JsonSerializer.DeserializeAsync(body, ApiJsonContext.Default.ProblemView, cancellationToken);
            return (null, problem?.Detail ?? $"{path} answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            throw new TopUnreachableException($"No sentinel answers at {http.BaseAddress} ({exception.Message}). Is it running, and is this its admin port (admin.listen)?");
        }
        catch (JsonException)
        {
            throw new TopUnreachableException($"What answers at {http.BaseAddress} is not a sentinel's admin port.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TopUnreachableException($"{http.BaseAddress} did not answer within {http.Timeout.TotalSeconds:0} seconds.");
        }
    }
}
