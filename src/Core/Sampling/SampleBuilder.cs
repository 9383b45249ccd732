using System.Buffers;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Sampling;

/// <summary>Takes the text out of what was seen of a call: prompt and answer, without credentials, bounded.</summary>
internal static class SampleBuilder
{
    private const int MostDecoded = 2 * 1024 * 1024;

    /// <summary>The sample. Reads the observation, keeps nothing of it.</summary>
    public static ExchangeSample Build(CallObservation call, Exchange exchange, SamplingOptions options) => new(
        exchange,
        Prompt(call, options.MaxTextBytes),
        Answer(call, options.MaxTextBytes));

    private static SampledPrompt Prompt(CallObservation call, int mostBytes)
    {
        var body = call.RequestEncoding is null ? call.RequestCopy.Head : Decode(call.RequestCopy, call.RequestEncoding);
        var bytes = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(bytes);
            var prompt = PromptReader.Read(bytes.AsSpan(0, (int)body.Length));
            return TextLimit.Cut(
                new SampledPrompt(
                    [.. prompt.Messages.Select(m => m with { Text = CredentialRedactor.Redact(m.Text) })],
                    prompt.Truncated || call.RequestCopy.Gap != ObservationGap.None),
                mostBytes);
        }
        finally
        {
            // Prompts do not stay behind in a shared pool.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static ReadOnlySequence<byte> Decode(CaptureBuffer copy, string encoding)
    {
        var decoded = new ArrayBufferWriter<byte>();
        using var body = ReplayedBody.TryOpen(copy, encoding, MostDecoded);
        while (body is not null && body.Read() is { IsEmpty: false } bytes)
            decoded.Write(bytes);
        return new ReadOnlySequence<byte>(decoded.WrittenMemory);
    }

    private static SampledAnswer Answer(CallObservation call, int mostBytes)
    {
        var text = call.Response.Facts.Text;
        var truncated = text.Truncated || call.Response.Gap != ObservationGap.None;
        var calls = text.ToToolCalls().Select(c => new ToolCallText(Bounded(c.Name), Bounded(c.Arguments))).ToArray();
        return new SampledAnswer(
            Bounded(text.ToText(TextKind.Answer)), Bounded(text.ToText(TextKind.Reasoning)), calls, truncated, call.Verdict.Complete);

        string Bounded(string whole)
        {
            var safe = CredentialRedactor.Redact(whole);
            var kept = TextLimit.Cut(safe, mostBytes);
            truncated |= kept.Length < safe.Length;
            return kept;
        }
    }
}
