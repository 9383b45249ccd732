namespace LlmSentinel.Core.Capture;

/// <summary>What of a response's head decides how its body is read.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Content-Type, parameters and all; null when absent.</param>
/// <param name="ContentEncoding">Content-Encoding, several joined by commas; null when absent.</param>
/// <param name="ContentLength">Content-Length; null when absent.</param>
public readonly record struct ResponseHead(int Status, string? ContentType, string? ContentEncoding, long? ContentLength);
