using System.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <content>Content of messages: text, parts, tool calls and their results, media.</content>
internal ref partial struct PromptReader
{
    /// <summary>The current value: text, a part, or an array of them. Token ids and other values are no text.</summary>
    private void ReadContent(StringBuilder text)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                Append(text, _json.GetString());
                break;
            case JsonTokenType.StartObject:
                ReadPart(text);
                break;
            case JsonTokenType.StartArray:
                while (NextValue(text) && _json.TokenType != JsonTokenType.EndArray)
                    ReadContent(text);
                break;
        }
    }

    /// <summary>An object; returns the role it names.</summary>
    private string? ReadPart(StringBuilder text)
    {
        var part = new PromptPart();
        while (NextMember())
            ReadMember(ref part, text);
        if (part.Arguments is not null)
            Append(text, $"{part.Name}({part.Arguments})");
        if (part.Medium is not null)
            Append(text, $"[{part.Medium}]");
        return part.Role;
    }

    private void ReadMember(ref PromptPart part, StringBuilder text)
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
                part.Name = _json.GetString();
            SkipRest();
        }
        else if (Is("arguments"u8) || Is("args"u8) || Is("input"u8))
            part.Arguments = ReadRaw() ?? part.Arguments;
        else if (Is("response"u8) || Is("json"u8))
            Append(text, ReadRaw());
        else if (HoldsText())
        {
            if (NextValue(text))
                ReadContent(text);
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

    /// <summary>A value as its JSON; a string as its text. Null when the body ends in it, or it is null.</summary>
    private string? ReadRaw()
    {
        if (!Next() || _json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType == JsonTokenType.String)
            return _json.GetString();
        var start = (int)_json.TokenStartIndex;
        if (_json.TrySkip())
            return Encoding.UTF8.GetString(_body[start..(int)_json.BytesConsumed]);
        _ended = true;
        return null;
    }

    private void SkipRest()
    {
        if (!_json.TrySkip())
            _ended = true;
    }
}
