using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Sampling;

/// <summary>A sampled exchange with its text, credentials in it already replaced. The only thing that holds text of a call after it ended.</summary>
/// <param name="Exchange">The record of the call; its <see cref="Exchange.SampleRate"/> is the rate it was chosen at.</param>
/// <param name="Prompt">What the model was asked.</param>
/// <param name="Answer">What it answered.</param>
public sealed record ExchangeSample(Exchange Exchange, SampledPrompt Prompt, SampledAnswer Answer)
{
    /// <summary>Bytes of memory its text takes, about.</summary>
    public int TextBytes { get; } = sizeof(char) * (Prompt.Messages.Sum(m => m.Text.Length)
        + Answer.Text.Length + Answer.Reasoning.Length + Answer.ToolCalls.Sum(c => c.Name.Length + c.Arguments.Length));
}

/// <summary>One message of a prompt.</summary>
/// <param name="Role">The role as the request names it, lower case: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>model</c>, <c>tool</c>, ...</param>
/// <param name="Text">Its text; a tool call stands as <c>name(arguments)</c>, a picture or another medium as <c>[image]</c>.</param>
public sealed record PromptMessage(string Role, string Text);

/// <summary>The prompt of a sampled exchange.</summary>
/// <param name="Messages">In the order they are read by a model: instructions first. Empty when the request could not be read.</param>
/// <param name="Truncated">True when something is missing: the request was longer than the copy, or the text longer than the bound.</param>
public sealed record SampledPrompt(IReadOnlyList<PromptMessage> Messages, bool Truncated);

/// <summary>The answer of a sampled exchange. Of several choices the first.</summary>
/// <param name="Text">The visible answer.</param>
/// <param name="Reasoning">Reasoning the wire shows.</param>
/// <param name="ToolCalls">Tools the model called.</param>
/// <param name="Truncated">True when there was more than is kept.</param>
/// <param name="Complete">False when the answer ended early: the client left, the upstream broke off, an error.</param>
public sealed record SampledAnswer(
    string Text, string Reasoning, IReadOnlyList<ToolCallText> ToolCalls, bool Truncated, bool Complete);
