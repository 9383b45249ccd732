namespace LlmSentinel.Core.Wire;

/// <summary>What one event of a stream means to the clocks and to the stream's end.</summary>
[Flags]
public enum EventClass
{
    /// <summary>Carries nothing the model generated: role-only chunk, ping, annotation, usage.</summary>
    None = 0,

    /// <summary>Carries generated output of any kind: stops the TTFT clock.</summary>
    Output = 1,

    /// <summary>Carries visible answer (text, refusal, tool call, audio), not only reasoning. Always with <see cref="Output"/>.</summary>
    Answer = 2,

    /// <summary>The dialect's own mark that the stream is complete.</summary>
    Terminal = 4,

    /// <summary>An error inside the stream.</summary>
    Error = 8,
}
