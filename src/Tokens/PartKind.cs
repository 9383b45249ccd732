using System.Text.Json;

namespace LlmSentinel.Tokens;

/// <summary>
/// What one content part turns out to be once all its members are read. An image costs by detail and size; its size is not
/// known here, so high detail counts as a square picture: 85 + 4 tiles of 170.
/// </summary>
internal struct PartKind
{
    internal const int DefaultImageTokens = 765;
    private const int LowDetailTokens = 85;

    // Gemini: a picture of up to 384 pixels a side, and each tile of a larger one.
    private const int InlineDataTokens = 258;

    private bool _typeIsImage;
    private bool _lowDetail;

    internal bool HasImage { get; set; }

    internal bool HasInlineData { get; set; }

    internal readonly int ImageTokens
    {
        get
        {
            if (HasInlineData) return InlineDataTokens;
            if (!HasImage && !_typeIsImage) return 0;
            return _lowDetail ? LowDetailTokens : DefaultImageTokens;
        }
    }

    internal void SetType(in Utf8JsonReader value) =>
        _typeIsImage = value.TokenType == JsonTokenType.String
            && (value.ValueTextEquals("image"u8) || value.ValueTextEquals("image_url"u8) || value.ValueTextEquals("input_image"u8));

    internal void SetDetail(in Utf8JsonReader value) =>
        _lowDetail = value.TokenType == JsonTokenType.String && value.ValueTextEquals("low"u8);
}
