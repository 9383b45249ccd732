using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Pipeline;

/// <summary>What memory a call that ended still holds while it waits to be recorded.</summary>
public sealed class EndedCallTests
{
    private const string Prompt = """{"model":"gpt-5.4","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Text = """{"id":"c1","model":"gpt-5.4-x","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}""";
    private const string Usage = """{"id":"c1","model":"gpt-5.4-x","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";
    private const string Body = """{"id":"c1","model":"gpt-5.4-x","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""";

    [Fact]
    public void Finish_AStreamThatToldItsUsage_HoldsNoCopy_AndWhatWasFoundStays()
    {
        var (call, budget) = Ended(null, "text/event-stream", Text, Usage, "[DONE]");

        Assert.Equal(0, budget.Used);
        Assert.True(call.RequestCopy.Head.IsEmpty);
        Assert.True(call.Response.Facts.Text.IsEmpty);
        call.Response.Complete();
        Assert.Equal((9L, 2L, "gpt-5.4-x", true), (call.Response.Facts.Usage.InputTotal, call.Response.Facts.Usage.OutputTotal, call.Response.Facts.Model, call.Response.Facts.Terminal));
        Assert.Equal((3, true), (call.Response.Events, call.Response.Streamed));
    }

    [Fact]
    public void Finish_ASampledStream_KeepsPromptAndText() => AssertKept(Ended(0.05, "text/event-stream", Text, Usage, "[DONE]").Call);

    [Fact]
    public void Finish_AStreamWithoutUsage_KeepsWhatHasToBeCounted() => AssertKept(Ended(null, "text/event-stream", Text, "[DONE]").Call);

    [Fact]
    public void Finish_AStreamThatWasCut_KeepsWhatHasToBeCounted() => AssertKept(Ended(null, "text/event-stream", Text).Call);

    [Fact]
    public void Finish_APlainAnswer_KeepsItsCopyUntilItIsRead()
    {
        var (call, budget) = Ended(null, "application/json", Body);

        Assert.NotEqual(0, budget.Used);
        call.Response.Complete();
        Assert.Equal(9, call.Response.Facts.Usage.InputTotal);
    }

    private static void AssertKept(FakeCall call)
    {
        Assert.Equal(Prompt, Encoding.UTF8.GetString(call.RequestCopy.Head.FirstSpan));
        Assert.Equal("Hello", call.Response.Facts.Text.ToText());
    }

    private static (FakeCall Call, CaptureBudget Budget) Ended(double? sampleRate, string type, params string[] data)
    {
        var budget = new CaptureBudget(1024 * 1024);
        var call = new FakeCall(sampleRate, budget: budget);
        call.RequestCopy.Append(Encoding.UTF8.GetBytes(Prompt), 1);
        call.Response.Facts.Text.Wanted = true;
        call.Response.Begin(call.Match.Dialect, new ResponseHead(200, type, null, null), 256 * 1024);
        foreach (var part in data)
            call.Response.Read(Encoding.UTF8.GetBytes(type == "application/json" ? part : $"data: {part}\n\n"), 2);
        call.Finish();
        return (call, budget);
    }
}
