using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <summary>
/// Reads the messages out of a request body of any dialect: by the names of members, which mean the same wherever they occur. Only
/// members known to hold text are taken, so that base64 never is. A body that breaks off gives what stands before the break.
/// </summary>
internal ref partial struct PromptReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly List<PromptMessage> _messages = [];
    private int _first;
    private int _last;
    private PooledText _text;
    private Utf8JsonReader _json;
    private bool _ended;

    private PromptReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        // Never the final block: a body that ends too early is met by Read returning false, not by an exception.
        _json = new Utf8JsonReader(body, isFinalBlock: false, default);
    }

    /// <summary>The messages of a body; none when it is no JSON object or has none. Never throws.</summary>
    public static SampledPrompt Read(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var reader = new PromptReader(body.StartsWith(mark) ? body[mark.Length..] : body);
        try
        {
            reader.ReadBody();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Damaged behind what was read so far; InvalidOperationException: a string that is not UTF-8.
            reader._ended = true;
        }
        finally
        {
            reader._text.Release();
        }

        return new SampledPrompt(reader._messages, reader._ended);
    }

    private void ReadBody()
    {
        if (!Next() || _json.TokenType != JsonTokenType.StartObject)
        {
            _ended = true;
            return;
        }

        while (NextMember())
        {
            if (Is("messages"u8) || Is("input"u8) || Is("contents"u8) || Is("chat_history"u8))
                ReadMessages();
            else if (Is("system"u8) || Is("instructions"u8) || Is("systemInstruction"u8) || Is("system_instruction"u8) || Is("preamble"u8))
                ReadText("system", Place.First);
            else if (Is("prompt"u8) || Is("inputText"u8) || Is("suffix"u8) || Is("message"u8))
                // Cohere's first chat names the newest message beside the older ones.
                ReadText("user", Place.Last);
            else
                Skip();
        }
    }

    private void ReadMessages()
    {
        if (!NextValue())
            Add(Place.Between, "user");
        else if (_json.TokenType != JsonTokenType.StartArray)
            ReadMessage();
        else
        {
            while (NextValue() && _json.TokenType != JsonTokenType.EndArray)
                ReadMessage();
            // What a body that broke off here left of a message.
            Add(Place.Between, "user");
        }
    }

    private void ReadMessage()
    {
        string? role = null;
        if (_json.TokenType == JsonTokenType.StartObject)
            role = ReadPart();
        else
            ReadContent();
        Add(Place.Between, role ?? "user");
    }

    private void ReadText(string role, Place place)
    {
        if (NextValue())
            ReadContent();
        Add(place, role);
    }

    /// <summary>Makes a message of the text read, if there is any.</summary>
    private void Add(Place place, string role)
    {
        if (_text.IsEmpty)
            return;
        if (place == Place.Last)
            _last++;
        var index = place == Place.First ? _first++ : place == Place.Last ? _messages.Count : _messages.Count - _last;
        _messages.Insert(index, new PromptMessage(role, _text.ToString()));
        _text.Clear();
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    private bool Next()
    {
        if (!_ended && _json.Read())
            return true;
        _ended = true;
        return false;
    }

    private bool NextMember() => Next() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to a value that may be text; where the body breaks off inside a string its beginning is taken.</summary>
    private bool NextValue()
    {
        if (_ended || Next())
            return !_ended;
        var rest = _body[(int)_json.BytesConsumed..].TrimStart(" \t\r\n:,"u8);
        if (rest.Length > 1 && rest[0] == '"')
            AppendPiece(CutString.Read(rest[1..]));
        return false;
    }

    /// <summary>From the name of a member over its value.</summary>
    private void Skip()
    {
        if (!_json.TrySkip())
            _ended = true;
    }

    private void AppendPiece(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        _text.BeginPiece();
        _text.Append(text);
    }

    /// <summary>Where among the messages a model reads one.</summary>
    private enum Place
    {
        First,
        Between,
        Last,
    }
}
