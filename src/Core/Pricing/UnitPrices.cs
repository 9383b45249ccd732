namespace LlmSentinel.Core.Pricing;

/// <summary>Unit prices in US dollars per million tokens. Null: not priced apart, see <see cref="CostFormula"/> for what stands in.</summary>
public sealed record UnitPrices
{
    /// <summary>Input that no other price covers.</summary>
    public decimal? Input { get; init; }

    /// <summary>Output that no other price covers.</summary>
    public decimal? Output { get; init; }

    /// <summary>Input read from cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to cache, five minutes or a lifetime nobody told.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to cache for one hour.</summary>
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Audio input.</summary>
    public decimal? InputAudio { get; init; }

    /// <summary>Image input.</summary>
    public decimal? InputImage { get; init; }

    /// <summary>Video input.</summary>
    public decimal? InputVideo { get; init; }

    /// <summary>Reasoning output.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Audio output.</summary>
    public decimal? OutputAudio { get; init; }

    /// <summary>Image output.</summary>
    public decimal? OutputImage { get; init; }

    /// <summary>Nothing priced.</summary>
    internal static UnitPrices None { get; } = new();

    /// <summary>These prices, and <paramref name="under"/> where they say nothing.</summary>
    internal UnitPrices Over(UnitPrices under) => new()
    {
        Input = Input ?? under.Input,
        Output = Output ?? under.Output,
        CacheRead = CacheRead ?? under.CacheRead,
        CacheWrite = CacheWrite ?? under.CacheWrite,
        CacheWrite1h = CacheWrite1h ?? under.CacheWrite1h,
        InputAudio = InputAudio ?? under.InputAudio,
        InputImage = InputImage ?? under.InputImage,
        InputVideo = InputVideo ?? under.InputVideo,
        Reasoning = Reasoning ?? under.Reasoning,
        OutputAudio = OutputAudio ?? under.OutputAudio,
        OutputImage = OutputImage ?? under.OutputImage,
    };

    /// <summary>Every price times <paramref name="factor"/>.</summary>
    internal UnitPrices Times(decimal factor) => new()
    {
        Input = Input * factor,
        Output = Output * factor,
        CacheRead = CacheRead * factor,
        CacheWrite = CacheWrite * factor,
        CacheWrite1h = CacheWrite1h * factor,
        InputAudio = InputAudio * factor,
        InputImage = InputImage * factor,
        InputVideo = InputVideo * factor,
        Reasoning = Reasoning * factor,
        OutputAudio = OutputAudio * factor,
        OutputImage = OutputImage * factor,
    };
}
