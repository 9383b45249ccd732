using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmSentinel.Core.Capture;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// Generated text collected from a response: for counting tokens when the provider reports none, and of sampled calls. Kept as the
/// escaped bytes of the JSON strings, unescaped once at the end; bounded; collects nothing unless <see cref="Wanted"/>.
/// </summary>
/// <param name="budget">Pays for text longer than a usual answer; null: nobody does.</param>
public sealed class OutputText(CaptureBudget? budget = null)
{
    private const int Limit = 256 * 1024;
    private const int FreeBytes = 4 * 1024;
    private byte[] _bytes = [];
    private int _length;
    private int _reserved;
    private TextRuns _runs;

    /// <summary>Whether text is collected at all.</summary>
    public bool Wanted { get; set; }

    /// <summary>Whether it is also remembered which piece is answer, reasoning or tool call.</summary>
    public bool KeepsKinds { get; set; }

    /// <summary>True when text was left out because a bound was reached: a count is a lower bound then.</summary>
    public bool Truncated { get; private set; }

    /// <summary>True when that bound was the byte budget of the process.</summary>
    public bool BudgetRanOut { get; private set; }

    /// <summary>True when nothing was collected.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Bytes collected so far, escapes as they stand.</summary>
    public int Length => _length;

    /// <summary>Adds the inside of a JSON string, escapes as they stand on the wire.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> jsonEscapedUtf8, TextKind kind = TextKind.Answer)
    {
        if (!Wanted || jsonEscapedUtf8.IsEmpty || Truncated || !TryAppend(jsonEscapedUtf8))
            return;
        if (KeepsKinds)
            _runs.Add(kind, _length);
    }

    /// <summary>Adds the inside of a JSON string that stands in several pieces.</summary>
    public void AppendEscaped(in ReadOnlySequence<byte> jsonEscapedUtf8, TextKind kind)
    {
        var start = _length;
        foreach (var part in jsonEscapedUtf8)
        {
            if (!Wanted || Truncated || !TryAppend(part.Span))
                break;
        }

        if (KeepsKinds && _length > start)
            _runs.Add(kind, _length);
    }

    /// <summary>Says what everything collected from <paramref name="start"/> on is, where that is told only behind it.</summary>
    public void Retag(int start, TextKind kind)
    {
        if (KeepsKinds && start < _length)
            _runs.Retag(start, kind, _length);
    }

    /// <summary>The whole text, unescaped; invalid escapes or bytes give the text as it stands.</summary>
    public string ToText() => Unescape(_bytes.AsSpan(0, _length));

    /// <summary>The text of one kind, unescaped and put together; empty unless <see cref="KeepsKinds"/>.</summary>
    public string ToText(TextKind kind)
    {
        var length = 0;
        var runs = 0;
        var from = 0;
        var start = 0;
        foreach (var run in _runs.All)
        {
            if (run.Kind == kind)
            {
                from = start;
                length += run.End - start;
                runs++;
            }

            start = run.End;
        }

        return runs < 2 ? Unescape(_bytes.AsSpan(from, length)) : Joined(kind, length);
    }

    /// <summary>The tool calls, in the order they began; empty unless <see cref="KeepsKinds"/>.</summary>
    public ToolCallText[] ToToolCalls()
    {
        List<ToolCallText>? calls = null;
        var start = 0;
        foreach (var run in _runs.All)
        {
            var piece = _bytes.AsSpan(start..run.End);
            start = run.End;
            if (run.Kind == TextKind.ToolName)
                (calls ??= []).Add(new ToolCallText(Unescape(piece), ""));
            else if (run.Kind == TextKind.ToolArguments && calls is not null)
                calls[^1] = calls[^1] with { Arguments = calls[^1].Arguments + Unescape(piece) };
            else if (run.Kind == TextKind.ToolArguments)
                (calls ??= []).Add(new ToolCallText("", Unescape(piece)));
        }

        return calls is null ? [] : [.. calls];
    }

    /// <summary>Gives the memory back and forgets everything.</summary>
    public void Reset()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        if (_reserved > 0)
            budget?.Release(_reserved);
        _bytes = [];
        _length = _reserved = 0;
        _runs.Clear();
        Wanted = KeepsKinds = Truncated = BudgetRanOut = false;
    }

    private bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        var needed = _length + bytes.Length;
        if (needed > Limit || (needed > _bytes.Length && !TryGrow(needed)))
        {
            Truncated = true;
            return false;
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
        return true;
    }

    private bool TryGrow(int needed)
    {
        var size = Math.Max(needed, Math.Max(1024, _bytes.Length * 2));
        if (budget is not null && size > FreeBytes)
        {
            if (!budget.TryReserve(size - _reserved))
            {
                BudgetRanOut = true;
                return false;
            }

            _reserved = size;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return true;
    }

    private string Joined(TextKind kind, int length)
    {
        var joined = ArrayPool<byte>.Shared.Rent(length);
        var written = 0;
        var start = 0;
        foreach (var run in _runs.All)
        {
            if (run.Kind == kind)
            {
                _bytes.AsSpan(start..run.End).CopyTo(joined.AsSpan(written));
                written += run.End - start;
            }

            start = run.End;
        }

        var text = Unescape(joined.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(joined);
        return text;
    }

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        if (escaped.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(escaped);

        var quoted = ArrayPool<byte>.Shared.Rent(escaped.Length + 2);
        quoted[0] = quoted[escaped.Length + 1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        try
        {
            var reader = new Utf8JsonReader(quoted.AsSpan(0, escaped.Length + 2));
            return reader.Read() ? reader.GetString() ?? "" : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetString(escaped);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }
}
