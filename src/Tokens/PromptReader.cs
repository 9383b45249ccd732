using System.Buffers;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace LlmSentinel.Tokens;

/// <summary>
/// Walks a request body once and counts what the model reads: messages of every dialect, prompts, embedding input, tools.
/// Only members known to be text are counted, so that base64 never is. Overheads are those of OpenAI's chat format: 3
/// tokens a message and its role, 1 for a name, 3 to prime the reply.
/// </summary>
internal ref partial struct PromptReader
{
    private const int TokensPerMessage = 3;
    private const int TokensPerName = 1;
    private const int ReplyPriming = 3;
    private const int ToolsOverhead = 9;
    private const int ToolsAfterSystem = -4;
    private const int ToolChoiceNone = 1;
    private const int ToolChoiceNamed = 7;

    // Larger definitions are not rendered but counted as the JSON they are.
    private const int MaxRenderedBytes = 256 * 1024;

    private readonly ReadOnlySequence<byte> _body;
    private Utf8JsonReader _json;
    private TextTally _texts;
    private long _overhead;
    private bool _readable;
    private bool _chat;
    private bool _hasSystem;
    private bool _hasTools;

    private PromptReader(Tokenizer tokenizer, in ReadOnlySequence<byte> body)
    {
        _body = body;
        _json = new Utf8JsonReader(body);
        _texts = new TextTally(tokenizer);
    }

    /// <summary>Tokens, or null when the body holds nothing that is read as a prompt. Throws on JSON that is none.</summary>
    internal static long? Count(Tokenizer tokenizer, in ReadOnlySequence<byte> body)
    {
        var reader = new PromptReader(tokenizer, WithoutByteOrderMark(body));
        reader.ReadBody();
        return reader._readable ? reader.Total : null;
    }

    private static ReadOnlySequence<byte> WithoutByteOrderMark(in ReadOnlySequence<byte> body)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return body.FirstSpan.StartsWith(mark) ? body.Slice(mark.Length) : body;
    }

    private readonly long Total
    {
        get
        {
            var total = _texts.Tokens + _overhead;
            if (_chat) total += ReplyPriming;
            if (_hasTools) total += ToolsOverhead + (_hasSystem ? ToolsAfterSystem : 0);
            return total;
        }
    }

    private void ReadBody()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (NextProperty())
        {
            if (Is("messages"u8)) ReadMessages();
            else if (Is("contents"u8) || Is("content"u8) || Is("systemInstruction"u8) || Is("system_instruction"u8)) ReadPlain();
            else if (Is("system"u8) || Is("instructions"u8)) ReadSystem();
            else if (Is("input"u8)) ReadInput();
            else if (Is("prompt"u8) || Is("texts"u8) || Is("inputText"u8) || Is("suffix"u8)) ReadPlain();
            else if (Is("requests"u8) || Is("instances"u8)) ReadPlain();
            else if (Is("images"u8)) SkipImages();
            else if (Is("tools"u8) || Is("functions"u8) || Is("toolConfig"u8)) ReadTools();
            else if (Is("tool_choice"u8) || Is("function_call"u8)) ReadToolChoice();
            else SkipValue();
        }

        // A second document behind the first is not a request body.
        if (_json.Read()) throw new JsonException();
    }

    private void ReadMessages()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip();
            return;
        }

        _readable = _chat = true;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject) ReadMessage();
            else _json.Skip();
        }
    }

    /// <summary>An object with role and content; the items of the Responses API without a role count as parts.</summary>
    private void ReadMessage()
    {
        var part = new PartKind();
        while (NextProperty())
        {
            if (Is("role"u8))
            {
                _json.Read();
                _overhead += TokensPerMessage;
                _chat = true;
                _hasSystem |= ValueIs("system"u8) || ValueIs("developer"u8);
                AddString();
            }
            else if (Is("name"u8))
            {
                _overhead += TokensPerName;
                _json.Read();
                AddString();
            }
            else ReadPartProperty(ref part);
        }

        _overhead += part.ImageTokens;
    }

    private void ReadSystem()
    {
        _readable = _chat = _hasSystem = true;
        _overhead += TokensPerMessage + 1;
        _json.Read();
        ReadContent();
    }

    private void ReadPlain()
    {
        _readable = true;
        _json.Read();
        ReadContent();
    }

    /// <summary>Embeddings: text, texts, tokens. Responses: text or items.</summary>
    private void ReadInput()
    {
        _readable = true;
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            ReadContent();
            return;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject) ReadMessage();
            else ReadContent();
        }
    }

    private void ReadTools()
    {
        _json.Read();
        var start = _json.TokenStartIndex;
        var rest = _json;
        rest.Skip();
        if (rest.BytesConsumed - start > MaxRenderedBytes)
        {
            _hasTools = true;
            _json = rest;
            _texts.Add(_body.Slice(start, rest.BytesConsumed - start), escaped: false);
            return;
        }

        using var tools = JsonDocument.ParseValue(ref _json);
        var rendering = ToolRendering.Render(tools.RootElement);
        if (rendering.Length == 0) return;
        _hasTools = true;
        _texts.Add(rendering);
    }

    private void ReadToolChoice()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            if (ValueIs("none"u8)) _overhead += ToolChoiceNone;
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject) return;
        using var choice = JsonDocument.ParseValue(ref _json);
        var named = choice.RootElement.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            ? function
            : choice.RootElement;
        if (!named.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String) return;
        _overhead += ToolChoiceNamed;
        _texts.Add(name.GetString());
    }

    private void AddString()
    {
        if (_json.TokenType != JsonTokenType.String) return;
        _texts.Add(_json.HasValueSequence ? _json.ValueSequence : _body.Slice(_json.TokenStartIndex + 1, _json.ValueSpan.Length), escaped: true);
    }

    private bool NextProperty() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    private readonly bool ValueIs(ReadOnlySpan<byte> text) => _json.TokenType == JsonTokenType.String && _json.ValueTextEquals(text);

    private void SkipValue()
    {
        _json.Read();
        _json.Skip();
    }
}
