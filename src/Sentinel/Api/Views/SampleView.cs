using System.ComponentModel;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Sampling;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>Samples, newest first.</summary>
internal sealed record SampleListView([property: Description("Newest first.")] IReadOnlyList<SampleView> Items);

/// <summary>One sampled call with its text.</summary>
internal sealed record SampleView
{
    [Description("Id of the exchange; /api/exchanges/{id} has its numbers.")]
    public required Guid Id { get; init; }

    [Description("When the request's head arrived.")]
    public required DateTimeOffset StartedAt { get; init; }

    public required string Upstream { get; init; }

    [Description("Wire format spoken.")]
    public required string Dialect { get; init; }

    public required string Operation { get; init; }

    [Description("Model the client asked for.")]
    public string? RequestModel { get; init; }

    [Description("Model the provider says it used.")]
    public string? ResponseModel { get; init; }

    [Description("Application: what it called itself, or a keyed hash of its credential.")]
    public string? App { get; init; }

    [Description("How it ended: ok, client_error, rate_limited, server_error, timeout, client_aborted or upstream_aborted.")]
    public required string Outcome { get; init; }

    public required bool Streamed { get; init; }

    [Description("Share of all such calls this one was chosen among, 0 to 1.")]
    public double? Rate { get; init; }

    public required SamplePromptView Prompt { get; init; }

    public required SampleAnswerView Answer { get; init; }

    public static SampleView From(ExchangeSample sample)
    {
        var exchange = sample.Exchange;
        return new SampleView
        {
            Id = exchange.Id,
            StartedAt = exchange.StartedAt,
            Upstream = exchange.Upstream,
            Dialect = exchange.Dialect,
            Operation = exchange.Operation,
            RequestModel = exchange.RequestModel,
            ResponseModel = exchange.ResponseModel,
            App = exchange.App,
            Outcome = ExchangeNames.Name(exchange.Outcome),
            Streamed = exchange.Streamed,
            Rate = exchange.SampleRate,
            Prompt = new SamplePromptView([.. sample.Prompt.Messages.Select(m => new SampleMessageView(m.Role, m.Text))], sample.Prompt.Truncated),
            Answer = new SampleAnswerView(
                sample.Answer.Text,
                sample.Answer.Reasoning,
                [.. sample.Answer.ToolCalls.Select(c => new SampleToolCallView(c.Name, c.Arguments))],
                sample.Answer.Truncated,
                sample.Answer.Complete),
        };
    }
}

/// <summary>What the model was asked.</summary>
internal sealed record SamplePromptView(
    [property: Description("Instructions first. Empty when the request could not be read.")] IReadOnlyList<SampleMessageView> Messages,
    [property: Description("True when something is missing.")] bool Truncated);

/// <summary>One message.</summary>
internal sealed record SampleMessageView(
    [property: Description("system, developer, user, assistant, model, tool, ... as the request names it.")] string Role,
    [property: Description("Credentials are replaced by [redacted]; a tool call stands as name(arguments), a picture as [image].")] string Text);

/// <summary>What it answered.</summary>
internal sealed record SampleAnswerView(
    [property: Description("The visible answer; of several choices the first.")] string Text,
    [property: Description("Reasoning the wire shows.")] string Reasoning,
    IReadOnlyList<SampleToolCallView> ToolCalls,
    [property: Description("True when there was more than is kept.")] bool Truncated,
    [property: Description("False when the answer ended early.")] bool Complete);

/// <summary>A tool the model called.</summary>
internal sealed record SampleToolCallView(string Name, [property: Description("As the model wrote them, JSON as a rule.")] string Arguments);
