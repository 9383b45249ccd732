namespace LlmSentinel.Core.Wire.Framing;

/// <summary>Bounds of the framers.</summary>
internal static class FramingLimits
{
    /// <summary>
    /// Most bytes held of one event: base64 images and a final <c>response.completed</c> with its whole output are big. A longer
    /// event is skipped and counted.
    /// </summary>
    public const int EventBytes = 16 * 1024 * 1024;
}
