using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// Reads the few fields wanted of a JSON request body while it passes, without keeping or parsing the prompt: strings and nested
/// values are skipped by vectorised search. Resumes at any byte; keys may stand in any order, of duplicates the last counts. Stops
/// quietly where the body is no JSON object. Owned by one exchange at a time; reused after <see cref="Reset"/>.
/// </summary>
public sealed class RequestReader
{
    private readonly RequestFieldSink _fields = new();
    private JsonScanner _scanner;

    /// <summary>True while the body is read: it may be a plain JSON object and has not ended.</summary>
    public bool IsActive { get; private set; }

    /// <summary>True once the outer object is closed and only blanks follow it.</summary>
    public bool IsComplete => _scanner.IsComplete;

    /// <summary>Body bytes that came.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Where what an editor of the body needs stands. Meaningful once <see cref="IsComplete"/>.</summary>
    public ref readonly RequestLayout Layout => ref _fields.Layout;

    /// <summary>Starts reading a body.</summary>
    /// <param name="facts">Filled as fields are found.</param>
    /// <param name="contentType">Content-Type; multipart and media are not read.</param>
    /// <param name="contentEncoding">Content-Encoding; an encoded body is not read.</param>
    public void Begin(RequestFacts facts, string? contentType, string? contentEncoding)
    {
        Reset();
        _fields.Begin(facts);
        IsActive = ContentDecoder.IsIdentity(contentEncoding)
            && Wire.Framing.BodySniffer.Classify(contentType) != Wire.Framing.BodyLabel.Media;
    }

    /// <summary>Looks at bytes on their way. Never throws.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (IsActive)
            IsActive = _scanner.Read(bytes, TotalBytes, _fields);
        TotalBytes += bytes.Length;
    }

    /// <summary>Forgets everything, for reuse.</summary>
    public void Reset()
    {
        IsActive = false;
        TotalBytes = 0;
        _scanner = default;
        _fields.Begin(null);
    }
}
