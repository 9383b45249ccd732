namespace LlmSentinel.Grafana.Queries;

/// <summary>Fields of <c>llm_exchange</c>, and of its sums, that dashboards ask for.</summary>
internal static class ExchangeFields
{
    public const string Duration = "duration";
    public const string TimeToFirstToken = "time_to_first_token";
    public const string TimePerOutputToken = "time_per_output_token";
    public const string AddedRequest = "added_request";
    public const string AddedResponse = "added_response";
    public const string InputTokens = "input_tokens";
    public const string OutputTokens = "output_tokens";
    public const string Cost = "cost";
    public const string SourceOfCost = "cost_source";
    public const string WhyItEnded = "finish_reason";
    public const string ObservationGap = "observation_gap";

    // Of sums of minutes and hours; tokens and cost are named as above.
    public const string Exchanges = "exchanges";
    public const string UnknownPrice = "unknown_price";
}
