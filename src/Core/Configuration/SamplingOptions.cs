using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Of which calls prompt and answer are kept as text, for evaluators and for looking at.</summary>
public sealed class SamplingOptions
{
    [Description("Share of the calls whose prompt and answer are kept in memory, 0 to 1, by hash of the exchange id. 0: none, and nothing is copied. Who can reach the admin port can read them.")]
    [Range(0.0, 1.0)]
    public double Rate { get; init; }

    [Description("Newest samples kept, never on disk. All together take 32 MiB at most; beyond it the oldest go first.")]
    [Range(1, 10_000)]
    public int Keep { get; init; } = 200;

    [Description("Most bytes kept of a prompt and of an answer. A longer prompt keeps its system message and its newest messages, a longer answer its beginning.")]
    [ByteSize, Range(1024, 256 * 1024)]
    public int MaxTextBytes { get; init; } = 64 * 1024;
}
