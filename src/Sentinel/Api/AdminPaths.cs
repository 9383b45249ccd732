namespace LlmSentinel.Sentinel.Api;

/// <summary>Paths of the admin port beside those every sidecar answers.</summary>
internal static class AdminPaths
{
    public const string Root = "/";
    public const string OpenApi = "/openapi/{documentName}.json";
    public const string Exchanges = "/api/exchanges";
    public const string Exchange = "/api/exchanges/{id}";
    public const string Summary = "/api/summary";
    public const string Samples = "/api/samples";
    public const string Sample = "/api/samples/{id}";
    public const string Config = "/api/config";
    public const string Status = "/api/status";
}
