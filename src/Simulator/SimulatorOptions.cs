using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Simulator;

/// <summary>Settings of a simulated provider.</summary>
public sealed record SimulatorOptions
{
    /// <summary>IP address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port for HTTP/1.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port for HTTP/2 without TLS; 0 takes a free one, null: none.</summary>
    public int? Http2Port { get; init; }

    /// <summary>The same seed and the same requests give the same bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What happens over time.</summary>
    public Scenario Scenario { get; init; } = new();

    /// <summary>How many seconds of the scenario pass in one real second. Latencies are not scaled.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Clock for the scenario, timestamps and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>When true a repeated request gets the same answer again; else each repetition is a new draw.</summary>
    public bool RepeatAnswers { get; init; }

    /// <summary>Most recent requests kept with their head and body for tests to look at; 0: none.</summary>
    public int KeepRequests { get; init; }
}
