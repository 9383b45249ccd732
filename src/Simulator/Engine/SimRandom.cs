namespace LlmSentinel.Simulator.Engine;

/// <summary>
/// SplitMix64: a seed gives the same numbers on every machine and every runtime, and starting one costs nothing.
/// A mutable struct: pass it by reference.
/// </summary>
internal struct SimRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A stream of numbers of its own for one purpose, so that asking more of one never shifts another.</summary>
    public static SimRandom For(ulong key, Purpose purpose) => new(Mix(key + ((ulong)purpose * 0x9E3779B97F4A7C15)));

    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>).</summary>
    public int Next(int bound) => (int)(((NextUInt64() >> 32) * (ulong)(uint)bound) >> 32);

    /// <summary>Standard normal, by Box and Muller. Always takes two numbers, so the sequence stays in step.</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - NextDouble()));
        return radius * Math.Cos(2.0 * Math.PI * NextDouble());
    }

    public string NextToken(string prefix, int length)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        Span<char> text = stackalloc char[prefix.Length + length];
        prefix.CopyTo(text);
        for (var i = prefix.Length; i < text.Length; i++) text[i] = Alphabet[Next(Alphabet.Length)];
        return new string(text);
    }

    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

internal enum Purpose
{
    Ids = 1,
    Text,
    Timing,
    Faults,
    Length,
    Quality,
    Reasoning,
    Errors,
}
