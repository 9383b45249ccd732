namespace LlmSentinel.Core.Telemetry;

/// <summary>Names of the labels metrics carry, and of the span attributes they share. Values are bounded; none is ever text of a prompt or an answer.</summary>
public static class MetricTags
{
    public const string GenAiOperation = "gen_ai.operation.name";
    public const string GenAiProvider = "gen_ai.provider.name";
    public const string GenAiRequestModel = "gen_ai.request.model";
    public const string GenAiResponseModel = "gen_ai.response.model";
    public const string GenAiTokenType = "gen_ai.token.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string Upstream = "upstream";
    public const string Model = "model";
    public const string Operation = "operation";
    public const string App = "app";
    public const string Outcome = "outcome";
    public const string Streamed = "streamed";
    public const string Direction = "direction";
    public const string TokenType = "token_type";
    public const string Source = "source";
    public const string Resource = "resource";
    public const string Queue = "queue";
    public const string Reason = "reason";
    public const string Stage = "stage";
    public const string Store = "store";
    public const string Destination = "destination";
    public const string Result = "result";
    public const string Label = "label";
    public const string Version = "version";
    public const string Runtime = "runtime";
}
