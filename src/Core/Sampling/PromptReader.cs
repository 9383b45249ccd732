using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <summary>
/// Reads the messages out of a request body of any dialect: by the names of members, which mean the same wherever they occur. Only
/// members known to hold text are taken, so that base64 never is. A body that breaks off gives what stands before the break.
/// </summary>
internal ref partial struct PromptReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly List<PromptMessage> _instructions = [];
    private readonly List<PromptMessage> _messages = [];
    private readonly List<PromptMessage> _last = [];
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

        return new SampledPrompt([.. reader._instructions, .. reader._messages, .. reader._last], reader._ended);
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
                ReadText("system", _instructions);
            else if (Is("prompt"u8) || Is("inputText"u8) || Is("suffix"u8) || Is("message"u8))
                // Cohere's first chat names the newest message beside the older ones.
                ReadText("user", _last);
            else
                Skip();
        }
    }

    private void ReadMessages()
    {
        var text = new StringBuilder();
        if (!NextValue(text))
            Add(_messages, "user", text);
        else if (_json.TokenType != JsonTokenType.StartArray)
            ReadMessage(text);
        else
            while (NextValue(text.Clear()) && _json.TokenType != JsonTokenType.EndArray)
                ReadMessage(text);
    }

    private void ReadMessage(StringBuilder text)
    {
        string? role = null;
        if (_json.TokenType == JsonTokenType.StartObject)
            role = ReadPart(text);
        else
            ReadContent(text);
        Add(_messages, role ?? "user", text);
    }

    private void ReadText(string role, List<PromptMessage> target)
    {
        var text = new StringBuilder();
        if (NextValue(text))
            ReadContent(text);
        Add(target, role, text);
    }

    private static void Add(List<PromptMessage> target, string role, StringBuilder text)
    {
        if (text.Length > 0)
            target.Add(new PromptMessage(role, text.ToString()));
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
    private bool NextValue(StringBuilder text)
    {
        if (_ended || Next())
            return !_ended;
        var rest = _body[(int)_json.BytesConsumed..].TrimStart(" \t\r\n:,"u8);
        if (rest.Length > 1 && rest[0] == '"')
            Append(text, CutString.Read(rest[1..]));
        return false;
    }

    /// <summary>From the name of a member over its value.</summary>
    private void Skip()
    {
        if (!_json.TrySkip())
            _ended = true;
    }

    private static void Append(StringBuilder text, string? piece)
    {
        if (string.IsNullOrEmpty(piece))
            return;
        if (text.Length > 0)
            text.Append('\n');
        text.Append(piece);
    }
}
