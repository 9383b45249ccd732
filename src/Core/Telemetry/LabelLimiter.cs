using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Bounds the distinct values of a label: the first <c>maxValues</c> are kept, further ones become <see cref="Other"/>.
/// Values are cut to <c>maxLength</c> characters; control characters and broken surrogates become '_'. A known value costs one
/// dictionary look-up and no lock; so does any value once the limiter is full. Thread-safe.
/// </summary>
public sealed class LabelLimiter(string name, int maxValues, int maxLength)
{
    /// <summary>What stands for every value beyond the bound.</summary>
    public const string Other = "other";

    // One entry a spelling; two spellings that clean to one value take two places, so the distinct values are never more.
    private readonly ConcurrentDictionary<string, string> _clean = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private volatile int _places = maxValues;
    private long _overflows;

    /// <summary>Which label this is, for the overflow metric.</summary>
    public string Name { get; } = name;

    /// <summary>How often a value was replaced by <see cref="Other"/>.</summary>
    public long Overflows => Volatile.Read(ref _overflows);

    /// <summary>
    /// The value to label with; null stays null. With <paramref name="admit"/> false a value not seen before becomes
    /// <see cref="Other"/> without taking a place: for names nobody confirmed, such as the model of a refused call.
    /// </summary>
    [return: NotNullIfNotNull(nameof(value))]
    public string? Limit(string? value, bool admit = true)
    {
        if (value is null)
            return null;
        if (value.Length > maxLength)
            value = Cut(value);
        if (_clean.TryGetValue(value, out var known))
            return known;
        return admit && _places > 0 ? Admit(value) : Overflow();
    }

    private string Admit(string value)
    {
        lock (_lock)
        {
            if (_clean.TryGetValue(value, out var known))
                return known;
            if (_places == 0)
                return Overflow();
            _places--;
            return _clean[value] = Clean(value);
        }
    }

    private string Cut(string value) => value[..(char.IsHighSurrogate(value[maxLength - 1]) ? maxLength - 1 : maxLength)];

    private string Overflow()
    {
        Interlocked.Increment(ref _overflows);
        return Other;
    }

    private static string Clean(string value) =>
        string.Create(value.Length, value, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = char.IsControl(source[i]) || IsLoneSurrogate(source, i) ? '_' : source[i];
        });

    private static bool IsLoneSurrogate(string text, int i) => char.IsSurrogate(text[i])
        && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        && !(char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]));
}
