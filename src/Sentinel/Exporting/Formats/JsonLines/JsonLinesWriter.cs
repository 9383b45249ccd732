using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Exporting.Formats.JsonLines;

/// <summary>A line an exchange, in the form of the API.</summary>
internal sealed class JsonLinesWriter : IExchangeWriter
{
    private readonly Stream _target;
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    // A file is no web page: letters of every language stay letters.
    public JsonLinesWriter(Stream target)
    {
        _target = target;
        _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public async Task WriteAsync(IReadOnlyList<Exchange> batch, CancellationToken cancellationToken)
    {
        foreach (var exchange in batch)
        {
            JsonSerializer.Serialize(_json, ExchangeView.From(exchange), JsonLinesContext.Default.ExchangeView);
            await _json.FlushAsync(cancellationToken);
            _json.Reset();
            _bytes.Write("\n"u8);
        }

        await _target.WriteAsync(_bytes.WrittenMemory, cancellationToken);
        _bytes.ResetWrittenCount();
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _json.DisposeAsync();
}
