using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace LlmSentinel.Core.Sampling;

/// <summary>Bounds texts by their UTF-8 bytes, never inside a character.</summary>
internal static class TextLimit
{
    /// <summary>The longest beginning of a text that takes at most so many bytes.</summary>
    public static string Cut(string text, int mostBytes)
    {
        // A UTF-16 unit takes three bytes at most.
        if (text.Length <= mostBytes / 3 || Encoding.UTF8.GetByteCount(text) <= mostBytes)
            return text;
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, mostBytes));
        try
        {
            Utf8.FromUtf16(text, bytes.AsSpan(0, Math.Max(0, mostBytes)), out var read, out _, replaceInvalidSequences: true);
            return text[..read];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    /// <summary>
    /// The messages within so many bytes: the instructions at the beginning with up to a quarter of the room, then the newest messages.
    /// A message that fits in part keeps its beginning.
    /// </summary>
    public static SampledPrompt Cut(SampledPrompt prompt, int mostBytes)
    {
        if (Fits(prompt.Messages, mostBytes))
            return prompt;

        var instructions = new List<PromptMessage>();
        var room = mostBytes / 4;
        foreach (var message in prompt.Messages.TakeWhile(m => m.Role is "system" or "developer"))
            instructions.Add(Fit(message, ref room));

        var newest = new List<PromptMessage>();
        room += mostBytes - (mostBytes / 4);
        for (var i = prompt.Messages.Count - 1; i >= instructions.Count && room > 0; i--)
            newest.Add(Fit(prompt.Messages[i], ref room));
        newest.Reverse();
        return new SampledPrompt([.. instructions.Concat(newest).Where(m => m.Text.Length > 0)], Truncated: true);
    }

    private static bool Fits(IReadOnlyList<PromptMessage> messages, int mostBytes)
    {
        long bytes = 0;
        for (var i = 0; i < messages.Count && bytes <= mostBytes; i++)
            bytes += Encoding.UTF8.GetByteCount(messages[i].Text);
        return bytes <= mostBytes;
    }

    private static PromptMessage Fit(PromptMessage message, ref int room)
    {
        var text = Cut(message.Text, room);
        room -= Encoding.UTF8.GetByteCount(text);
        // What a cut leaves over is too little for anything else.
        if (text.Length < message.Text.Length)
            room = Math.Min(room, 0);
        return message with { Text = text };
    }
}
