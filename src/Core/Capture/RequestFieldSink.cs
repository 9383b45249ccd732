using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Capture;

/// <summary>Takes keys and values from the <see cref="JsonScanner"/> and fills facts and layout with those that matter.</summary>
internal sealed class RequestFieldSink
{
    /// <summary>Longest value taken; a longer one is no model name and counts as not told.</summary>
    private const int MaxValue = 512;

    /// <summary>Longest key taken: the longest wanted one with every letter written as an escape.</summary>
    private const int MaxKey = 6 * 14;

    private readonly byte[] _key = new byte[MaxKey];
    private readonly byte[] _value = new byte[MaxValue];
    private int _keyLength;
    private int _valueLength;
    private RequestFacts? _facts;
    private Member _member;
    private string? _lastModel;

    /// <summary>Where things stand.</summary>
    public RequestLayout Layout;

    private enum Member
    {
        Other,
        Model,
        Stream,
        ServiceTier,
        N,
        StreamOptions,
        IncludeUsage,
    }

    /// <summary>True when the value of the current key is to be handed to <see cref="AddValue"/>.</summary>
    public bool WantsValue => _member != Member.Other;

    /// <summary>True when the current key's value, if an object, is to be read as well.</summary>
    public bool WantsMembers => _member == Member.StreamOptions;

    public void Begin(RequestFacts? facts)
    {
        _facts = facts;
        _member = Member.Other;
        _keyLength = _valueLength = 0;
        Layout = new RequestLayout { ClosingBrace = -1 };
    }

    public void StartKey() => _keyLength = 0;

    public void AddKey(ReadOnlySpan<byte> part) => Add(_key, ref _keyLength, part);

    /// <summary>The key is whole: which member is it?</summary>
    public void EndKey(bool inOptions)
    {
        var key = _key.AsSpan(0, Math.Min(_keyLength, MaxKey));
        if (_keyLength > MaxKey)
            _member = Member.Other;
        else if (inOptions)
            _member = Is(key, "include_usage"u8) ? Member.IncludeUsage : Member.Other;
        else
            _member = Find(key);
        _valueLength = 0;
    }

    public void AddValue(ReadOnlySpan<byte> part) => Add(_value, ref _valueLength, part);

    /// <summary>What the literal just added is; absent when it is none.</summary>
    public JsonKind Literal()
    {
        var value = _value.AsSpan(0, Math.Min(_valueLength, MaxValue));
        if (value.SequenceEqual("true"u8))
            return JsonKind.True;
        if (value.SequenceEqual("false"u8))
            return JsonKind.False;
        if (value.SequenceEqual("null"u8))
            return JsonKind.Null;
        return value[0] is (byte)'t' or (byte)'f' or (byte)'n' ? JsonKind.Absent : JsonKind.Number;
    }

    /// <summary>The value of the current key is whole.</summary>
    public void EndValue(JsonRange range)
    {
        var value = _value.AsSpan(0, Math.Min(_valueLength, MaxValue));
        var isText = range.Kind == JsonKind.String && _valueLength <= MaxValue;
        switch (_member)
        {
            case Member.Model:
                _facts!.Model = isText ? Model(value) : null;
                break;
            case Member.Stream:
                _facts!.Stream = Truth(range.Kind);
                break;
            case Member.ServiceTier:
                _facts!.ServiceTier = isText ? Text(value) : null;
                break;
            case Member.N:
                _facts!.ChoiceCount = range.Kind == JsonKind.Number && Utf8Parser.TryParse(value, out int n, out var used)
                    && used == value.Length ? n : null;
                break;
            case Member.StreamOptions:
                // Of two, the last counts: what the first one said is void.
                if (range.Kind != JsonKind.Object)
                    StartOptions();
                Layout.StreamOptions = range;
                break;
            case Member.IncludeUsage:
                Layout.IncludeUsage = range;
                _facts!.IncludeUsage = range.Kind == JsonKind.True;
                break;
        }

        _member = Member.Other;
    }

    /// <summary>The members of <c>stream_options</c> begin.</summary>
    public void StartOptions()
    {
        _facts!.IncludeUsage = false;
        Layout.IncludeUsage = default;
        Layout.StreamOptionsIsEmpty = false;
    }

    /// <summary>The members of <c>stream_options</c> end.</summary>
    public void EndOptions(JsonRange range, bool isEmpty)
    {
        Layout.StreamOptions = range;
        Layout.StreamOptionsIsEmpty = isEmpty;
    }

    private static void Add(byte[] target, ref int length, ReadOnlySpan<byte> part)
    {
        if (length + part.Length <= target.Length)
            part.CopyTo(target.AsSpan(length));
        length = Math.Min(target.Length + 1, length + part.Length);
    }

    private static Member Find(ReadOnlySpan<byte> key)
    {
        if (Is(key, "model"u8))
            return Member.Model;
        if (Is(key, "stream"u8))
            return Member.Stream;
        if (Is(key, "n"u8))
            return Member.N;
        if (Is(key, "service_tier"u8))
            return Member.ServiceTier;
        return Is(key, "stream_options"u8) ? Member.StreamOptions : Member.Other;
    }

    private static bool Is(ReadOnlySpan<byte> escapedKey, ReadOnlySpan<byte> name) =>
        escapedKey.SequenceEqual(name)
        || (escapedKey.Contains((byte)'\\') && Text(escapedKey) is { } key && Ascii.Equals(name, key));

    private static bool? Truth(JsonKind kind) => kind switch
    {
        JsonKind.True => true,
        JsonKind.False => false,
        _ => null,
    };

    /// <summary>Apps ask for the same model again and again: the string is made once.</summary>
    private string? Model(ReadOnlySpan<byte> value)
    {
        if (_lastModel is not null && Ascii.Equals(value, _lastModel))
            return _lastModel;
        return _lastModel = Text(value);
    }

    /// <summary>The text of a string's inside; null when it is no valid JSON.</summary>
    private static string? Text(ReadOnlySpan<byte> escaped)
    {
        Span<byte> quoted = stackalloc byte[MaxValue + 2];
        quoted = quoted[..(escaped.Length + 2)];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted[1..]);
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
