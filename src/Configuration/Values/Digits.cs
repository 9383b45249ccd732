using System.Buffers;

namespace LlmSentinel.Configuration.Values;

internal static class Digits
{
    public static readonly SearchValues<char> AndPoint = SearchValues.Create("0123456789.");
}
