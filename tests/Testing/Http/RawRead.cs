using System.Diagnostics;
using System.Text;

namespace LlmSentinel.Testing.Http;

/// <summary>One read of a socket.</summary>
/// <param name="Timestamp">When it returned, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="Bytes">What it returned.</param>
public sealed record RawRead(long Timestamp, byte[] Bytes)
{
    /// <summary>The bytes as Latin-1 text.</summary>
    public string Text => Encoding.Latin1.GetString(Bytes);
}

/// <summary>How a peer ended a connection.</summary>
public enum RawEnd
{
    /// <summary>It has not, as far as is known.</summary>
    Open,

    /// <summary>In an orderly way (FIN).</summary>
    Closed,

    /// <summary>By a reset (RST).</summary>
    Reset,
}
