using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Simulator.Http;

/// <summary>Writes server-sent events whose data is one JSON object.</summary>
internal sealed class Sse(IBufferWriter<byte> target) : IDisposable
{
    private readonly Utf8JsonWriter _writer = new(target, SimJson.WriterOptions);

    public void Event<T>(ReadOnlySpan<byte> name, T state, Action<Utf8JsonWriter, T> write)
    {
        if (!name.IsEmpty)
        {
            target.Put("event: "u8);
            target.Put(name);
            target.Put("\n"u8);
        }
        target.Put("data: "u8);
        _writer.WriteStartObject();
        write(_writer, state);
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        target.Put("\n\n"u8);
    }

    public void Event<T>(string name, T state, Action<Utf8JsonWriter, T> write)
    {
        Span<byte> bytes = stackalloc byte[128];
        Event(bytes[..Encoding.ASCII.GetBytes(name, bytes)], state, write);
    }

    public void Dispose() => _writer.Dispose();
}
