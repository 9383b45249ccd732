using System.Text.Json;
using System.Text.Json.Nodes;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance.Harness;

/// <summary>What one scenario gave, directly and through the sidecar, already known to be equal.</summary>
/// <param name="Seen">What the application got.</param>
/// <param name="Row">What the sidecar recorded.</param>
public sealed record Both(JsonNode Seen, Exchange Row)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Fails unless both are the same, member by member.</summary>
    public static void AssertEqual(JsonNode direct, JsonNode through)
    {
        if (!JsonNode.DeepEquals(direct, through))
            Assert.Fail($"Direct:\n{direct.ToJsonString(Indented)}\nThrough the sidecar:\n{through.ToJsonString(Indented)}");
    }

    /// <summary>The row of an answer that arrived whole: outcome, model, usage as the client saw it, and a cost.</summary>
    public Both IsRecordedAsOk(string model, long input, long output)
    {
        Assert.Equal(ExchangeOutcome.Ok, Row.Outcome);
        Assert.Equal(200, Row.Status);
        Assert.Equal(model, Row.ResponseModel ?? Row.RequestModel);
        Assert.Equal(UsageSource.Reported, Row.Usage.Source);
        Assert.Equal(input, Row.Usage.InputTotal);
        Assert.Equal(output, Row.Usage.OutputTotal ?? 0);
        return this;
    }

    /// <summary>The row has a price. For models of the built-in list.</summary>
    public Both IsPriced()
    {
        Assert.NotNull(Row.Cost.Total);
        Assert.True(Row.Cost.Total > 0, "A call with tokens costs something.");
        return this;
    }

    /// <summary>The row of a call that did not go well.</summary>
    public Both IsRecordedAs(ExchangeOutcome outcome)
    {
        Assert.Equal(outcome, Row.Outcome);
        return this;
    }
}
