namespace LlmSentinel.Simulator.Engine;

/// <summary>The request is refused with a 4xx in the dialect's shape.</summary>
internal sealed class BadRequestException(string message, int status = 400, string? code = null, string? param = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    public string? Param { get; } = param;
}
