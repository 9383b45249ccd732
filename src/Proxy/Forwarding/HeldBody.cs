using System.Buffers;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>A request body taken whole from the server, edited or not, on its way up; its memory is pooled.</summary>
internal sealed class HeldBody : IDisposable
{
    private byte[] _bytes;

    /// <param name="bytes">Rented from the shared pool; owned from now on.</param>
    /// <param name="length">Bytes of it that count.</param>
    public HeldBody(byte[] bytes, int length)
    {
        _bytes = bytes;
        Length = length;
    }

    public int Length { get; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Stream OpenStream() => new MemoryStream(_bytes, 0, Length, writable: false);

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
