using System.Text.Json;

namespace LlmSentinel.Tokens;

/// <content>Content of messages: text, parts, images.</content>
internal ref partial struct PromptReader
{
    /// <summary>The current value: text, a token id, a part, or an array of them.</summary>
    private void ReadContent()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String: AddString(); break;
            case JsonTokenType.Number: _overhead++; break;
            case JsonTokenType.StartObject: ReadPart(); break;
            case JsonTokenType.StartArray:
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray) ReadContent();
                break;
        }
    }

    private void ReadPart()
    {
        var part = new PartKind();
        while (NextProperty()) ReadPartProperty(ref part);
        _overhead += part.ImageTokens;
    }

    private void ReadPartProperty(ref PartKind part)
    {
        if (Is("type"u8))
        {
            _json.Read();
            part.SetType(_json);
            return;
        }

        if (Is("detail"u8))
        {
            _json.Read();
            part.SetDetail(_json);
            return;
        }

        if (Is("image_url"u8) || Is("image"u8))
        {
            part.HasImage = true;
            _json.Read();
            if (_json.TokenType == JsonTokenType.StartObject) ReadImage(ref part);
            return;
        }

        if (Is("inlineData"u8) || Is("inline_data"u8) || Is("fileData"u8) || Is("file_data"u8))
        {
            part.HasInlineData = true;
            SkipValue();
            return;
        }

        if (Is("images"u8))
        {
            SkipImages();
            return;
        }

        if (Is("content"u8) || Is("parts"u8) || Is("text"u8) || Is("thinking"u8) || Is("refusal"u8) || Is("reasoning_content"u8) || Is("name"u8)
            || Is("arguments"u8) || Is("output"u8) || Is("function"u8) || Is("function_call"u8) || Is("functionCall"u8) || Is("functionResponse"u8)
            || Is("toolUse"u8) || Is("toolResult"u8) || Is("tool_calls"u8) || Is("transcript"u8) || Is("summary"u8) || Is("tool_plan"u8))
        {
            ReadText();
        }
        else if (Is("input"u8) || Is("args"u8) || Is("response"u8) || Is("json"u8))
            ReadRaw();
        else
            SkipValue();
    }

    /// <summary>A text member; Ollama sends <c>arguments</c> as an object, which is read as its JSON.</summary>
    private void ReadText()
    {
        var arguments = Is("arguments"u8);
        if (arguments) ReadRaw();
        else
        {
            _json.Read();
            ReadContent();
        }
    }

    /// <summary>A value the model reads as JSON text.</summary>
    private void ReadRaw()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            AddString();
            return;
        }

        var start = _json.TokenStartIndex;
        _json.Skip();
        _texts.Add(_body.Slice(start, _json.BytesConsumed - start), escaped: false);
    }

    private void ReadImage(ref PartKind part)
    {
        while (NextProperty())
        {
            if (Is("detail"u8))
            {
                _json.Read();
                part.SetDetail(_json);
            }
            else SkipValue();
        }
    }

    /// <summary>Ollama's images: base64, of which only the number counts.</summary>
    private void SkipImages()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip();
            return;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            _overhead += PartKind.DefaultImageTokens;
            _json.Skip();
        }
    }
}
