using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <content>Content of messages: text, parts, tool calls and their results, media.</content>
internal ref partial struct PromptReader
{
    /// <summary>The current value: text, a part, or an array of them. Token ids and other values are no text.</summary>
    private void ReadContent()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                AppendString();
                break;
            case JsonTokenType.StartObject:
                ReadPart();
                break;
            case JsonTokenType.StartArray:
                while (NextValue() && _json.TokenType != JsonTokenType.EndArray)
                    ReadContent();
                break;
        }
    }

    /// <summary>An object; returns the role it names.</summary>
    private string? ReadPart()
    {
        var part = new PromptPart();
        while (NextMember())
            ReadMember(ref part);
        if (part.Arguments.Length > 0)
            AppendCall(part);
        if (part.Medium is not null)
            AppendMedium(part.Medium);
        return part.Role;
    }

    private void ReadMember(ref PromptPart part)
    {
        if (Is("role"u8))
        {
            if (Next())
                part.SetRole(_json);
            SkipRest();
        }
        else if (Is("type"u8))
        {
            if (Next())
                part.SetType(_json);
            SkipRest();
        }
        else if (Is("name"u8))
        {
            if (Next() && _json.TokenType == JsonTokenType.String)
                part.Name = Here();
            SkipRest();
        }
        else if (Is("arguments"u8) || Is("args"u8) || Is("input"u8))
        {
            if (Value() is { Length: > 0 } arguments)
                part.Arguments = arguments;
        }
        else if (Is("response"u8) || Is("json"u8))
            AppendJson(Value());
        else if (HoldsText())
        {
            if (NextValue())
                ReadContent();
        }
        else
        {
            part.Medium ??= Medium();
            Skip();
        }
    }

    private readonly bool HoldsText() =>
        Is("content"u8) || Is("text"u8) || Is("parts"u8) || Is("message"u8) || Is("refusal"u8) || Is("transcript"u8) || Is("output"u8) || Is("summary"u8)
        || Is("thinking"u8) || Is("reasoning"u8) || Is("reasoning_content"u8) || Is("reasoningContent"u8) || Is("reasoningText"u8) || Is("tool_plan"u8)
        || Is("tool_calls"u8) || Is("function"u8) || Is("function_call"u8) || Is("custom"u8) || Is("functionCall"u8) || Is("functionResponse"u8)
        || Is("toolUse"u8) || Is("toolResult"u8) || Is("guardContent"u8);

    private readonly string? Medium()
    {
        if (Is("image"u8) || Is("image_url"u8) || Is("images"u8))
            return "image";
        if (Is("audio"u8) || Is("input_audio"u8))
            return "audio";
        if (Is("video"u8))
            return "video";
        return Is("inlineData"u8) || Is("inline_data"u8) || Is("fileData"u8) || Is("file_data"u8) || Is("file"u8) || Is("document"u8) ? "file" : null;
    }

    private void AppendString()
    {
        if (_json.ValueSpan.IsEmpty)
            return;
        _text.BeginPiece();
        _text.Append(_json);
    }

    private void AppendCall(in PromptPart part)
    {
        _text.BeginPiece();
        _text.AppendValue(At(part.Name));
        _text.Append("(");
        _text.AppendValue(At(part.Arguments));
        _text.Append(")");
    }

    private void AppendMedium(string medium)
    {
        _text.BeginPiece();
        _text.Append("[");
        _text.Append(medium);
        _text.Append("]");
    }

    private void AppendJson(JsonPlace value)
    {
        var json = At(value);
        if (json.IsEmpty || json.SequenceEqual("\"\""u8))
            return;
        _text.BeginPiece();
        _text.AppendValue(json);
    }

    private readonly ReadOnlySpan<byte> At(JsonPlace place) => _body.Slice(place.Start, place.Length);

    /// <summary>The place of the value the reader is on, which is no object and no array.</summary>
    private readonly JsonPlace Here() => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));

    /// <summary>Moves over a value; its place, none when the body ends in it or it is null.</summary>
    private JsonPlace Value()
    {
        if (!Next() || _json.TokenType == JsonTokenType.Null)
            return default;
        var start = (int)_json.TokenStartIndex;
        if (_json.TrySkip())
            return new JsonPlace(start, (int)_json.BytesConsumed - start);
        _ended = true;
        return default;
    }

    private void SkipRest()
    {
        if (!_json.TrySkip())
            _ended = true;
    }
}
