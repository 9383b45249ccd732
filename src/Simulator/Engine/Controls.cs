using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator.Engine;

/// <summary>What the x-sim-* headers of a request ask for. One pass over the headers; a request without them costs a few compares.</summary>
internal sealed class Controls
{
    public static readonly Controls None = new();

    public int? Status { get; private set; }
    public string? Code { get; private set; }
    public double? RetryAfter { get; private set; }
    public int? Tokens { get; private set; }
    public int? Chunks { get; private set; }
    public double? DelayMs { get; private set; }
    public double? TtftMs { get; private set; }
    public double? IntervalMs { get; private set; }
    public double? HeadDelayMs { get; private set; }
    public FaultKind? Fail { get; private set; }
    public int? FailAfter { get; private set; }
    public string? Encoding { get; private set; }
    public bool FlushEach { get; private set; }
    public string? Key { get; private set; }
    public ulong? Ordinal { get; private set; }
    public bool Refuse { get; private set; }
    public bool BrokenJson { get; private set; }
    public bool Wrong { get; private set; }
    public int? ToolCalls { get; private set; }
    public int? Reasoning { get; private set; }
    public string? ReasoningStyle { get; private set; }
    public double? CacheShare { get; private set; }
    public string? Model { get; private set; }
    public string? Text { get; private set; }
    public bool Timings { get; private set; }

    /// <exception cref="BadRequestException">A header is unknown or its value cannot be read.</exception>
    public static Controls Read(IHeaderDictionary headers)
    {
        Controls? controls = null;
        foreach (var (name, values) in headers)
            if (name.StartsWith("x-sim-", StringComparison.OrdinalIgnoreCase))
                (controls ??= new()).Set(name.ToLowerInvariant(), values.ToString());
        return controls ?? None;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case SimHeaders.Status: Status = Whole(name, value, 400, 599); break;
            case SimHeaders.Code: Code = value; break;
            case SimHeaders.RetryAfter: RetryAfter = Number(name, value); break;
            case SimHeaders.Tokens: Tokens = Whole(name, value, 1, 1_000_000); break;
            case SimHeaders.Chunks: Chunks = Whole(name, value, 1, 1_000_000); break;
            case SimHeaders.DelayMs: DelayMs = Number(name, value); break;
            case SimHeaders.TtftMs: TtftMs = Number(name, value); break;
            case SimHeaders.IntervalMs: IntervalMs = Number(name, value); break;
            case SimHeaders.HeadDelay: HeadDelayMs = Number(name, value); break;
            case SimHeaders.Fail: Fail = Fault(name, value); break;
            case SimHeaders.FailAfter: FailAfter = Whole(name, value, 0, 1_000_000); break;
            case SimHeaders.Encoding: Encoding = OneOf(name, value, "gzip", "br", "deflate", "zstd"); break;
            case SimHeaders.Flush: FlushEach = OneOf(name, value, "each") is not null; break;
            case SimHeaders.Key: Key = value; break;
            case SimHeaders.Ordinal: Ordinal = (ulong)Whole(name, value, 0, int.MaxValue); break;
            case SimHeaders.Refuse: Refuse = value != "0"; break;
            case SimHeaders.BrokenJson: BrokenJson = value != "0"; break;
            case SimHeaders.Wrong: Wrong = value != "0"; break;
            case SimHeaders.ToolCalls: ToolCalls = Whole(name, value, 0, 128); break;
            case SimHeaders.Reasoning: Reasoning = Whole(name, value, 0, 1_000_000); break;
            case SimHeaders.ReasoningStyle: ReasoningStyle = OneOf(name, value, "hidden", "reasoning_content", "reasoning"); break;
            case SimHeaders.CacheShare: CacheShare = Math.Min(1, Number(name, value)); break;
            case SimHeaders.Model: Model = value; break;
            case SimHeaders.Text: Text = value; break;
            case SimHeaders.Timings: Timings = value != "0"; break;
            default: throw new BadRequestException($"Unknown simulator header '{name}'.");
        }
    }

    private static int Whole(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new BadRequestException($"{name} must be a whole number from {min} to {max}, not '{value}'.");

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadRequestException($"{name} must be a number not below 0, not '{value}'.");

    private static string OneOf(string name, string value, params ReadOnlySpan<string> allowed)
    {
        foreach (var one in allowed)
            if (one.Equals(value, StringComparison.OrdinalIgnoreCase)) return one;
        throw new BadRequestException($"{name} must be one of {string.Join(", ", allowed.ToArray())}, not '{value}'.");
    }

    private static FaultKind Fault(string name, string value) => OneOf(name, value, "reset", "truncate", "error-event", "stall") switch
    {
        "reset" => FaultKind.Reset,
        "truncate" => FaultKind.Truncate,
        "stall" => FaultKind.Stall,
        _ => FaultKind.ErrorEvent,
    };
}
