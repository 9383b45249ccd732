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
        var prompt = WithoutCredentials(Read(body));
        if (call.RequestCopy.Gap != ObservationGap.None)
            prompt = prompt with { Truncated = true };
        return TextLimit.Cut(prompt, mostBytes);
    }

    private static SampledPrompt Read(in ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
            return PromptReader.Read(body.FirstSpan);
        var length = (int)body.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(bytes);
            return PromptReader.Read(bytes.AsSpan(0, length));
        }
        finally
        {
            // Prompts do not stay behind in a shared pool.
            bytes.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static SampledPrompt WithoutCredentials(SampledPrompt prompt)
    {
        PromptMessage[]? changed = null;
        for (var i = 0; i < prompt.Messages.Count; i++)
        {
            var message = prompt.Messages[i];
            var safe = CredentialRedactor.Redact(message.Text);
            if (ReferenceEquals(safe, message.Text))
                continue;
            changed ??= [.. prompt.Messages];
            changed[i] = message with { Text = safe };
        }

        return changed is null ? prompt : prompt with { Messages = changed };
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
        var answer = Bounded(text.ToText(TextKind.Answer), mostBytes, ref truncated);
        var reasoning = Bounded(text.ToText(TextKind.Reasoning), mostBytes, ref truncated);
        var calls = text.ToToolCalls();
        for (var i = 0; i < calls.Length; i++)
            calls[i] = new ToolCallText(Bounded(calls[i].Name, mostBytes, ref truncated), Bounded(calls[i].Arguments, mostBytes, ref truncated));
        return new SampledAnswer(answer, reasoning, calls, truncated, call.Verdict.Complete);
    }

    private static string Bounded(string whole, int mostBytes, ref bool truncated)
    {
        var safe = CredentialRedactor.Redact(whole);
        var kept = TextLimit.Cut(safe, mostBytes);
        truncated |= kept.Length < safe.Length;
        return kept;
    }
}
