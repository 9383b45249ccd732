using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator.Http;

/// <summary>The whole request body in one rented array; dispose it when the answer is sent.</summary>
internal readonly struct RequestBody(byte[]? rented, int length) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => rented.AsMemory(0, length);

    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, CancellationToken aborted)
    {
        if (request.ContentLength is 0 || HttpMethods.IsGet(request.Method)) return default;
        var reader = request.BodyReader;
        var rented = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(request.ContentLength ?? 4096, 256, 1 << 20));
        var length = 0;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(aborted);
                Append(ref rented, ref length, result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return new(rented, length);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    public void Dispose()
    {
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Append(ref byte[] rented, ref int length, ReadOnlySequence<byte> more)
    {
        var needed = checked(length + (int)more.Length);
        if (needed > rented.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, rented.Length * 2));
            rented.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(rented);
            rented = larger;
        }
        more.CopyTo(rented.AsSpan(length));
        length = needed;
    }
}
