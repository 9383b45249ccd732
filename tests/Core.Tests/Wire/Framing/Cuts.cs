using CsCheck;

namespace LlmSentinel.Core.Tests.Wire.Framing;

/// <summary>Random ways to cut a stream into reads.</summary>
internal static class Cuts
{
    /// <summary>A stream with up to 12 cuts in order, some of which may fall together.</summary>
    public static Gen<(byte[] Stream, int[] Cuts)> Of(Gen<byte[]> streams) =>
        from stream in streams
        from cuts in Gen.Int[0, stream.Length].Array[0, 12]
        select (stream, cuts.Order().ToArray());
}
