using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Bounds of the copies that are read after the response.</summary>
public sealed class CaptureOptions
{
    [Description("Most bytes copied of one body. Beyond it the end of the body is still searched for usage.")]
    [ByteSize, Range(4 * 1024, 64 * 1024 * 1024)]
    public int ExchangeLimitBytes { get; init; } = 256 * 1024;

    [Description("Most bytes of all copies together. Beyond it exchanges are recorded without what their bodies would tell.")]
    [ByteSize, Range(1024d * 1024, 4d * 1024 * 1024 * 1024)]
    public long BudgetBytes { get; init; } = 64L * 1024 * 1024;

    [Description("Finished exchanges waiting to be read and recorded. Beyond it they are dropped and counted.")]
    [Range(128, 1_000_000)]
    [NeedsRestart]
    public int QueueCapacity { get; init; } = 16_384;

    [Description("Count tokens with a tokenizer, off the request's path, where an answer carries no usage.")]
    public bool EstimateMissingUsage { get; init; } = true;
}
