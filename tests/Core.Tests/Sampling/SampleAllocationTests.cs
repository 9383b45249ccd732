using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Tests.Pipeline;
using LlmSentinel.Testing;

namespace LlmSentinel.Core.Tests.Sampling;

/// <summary>What it costs to take the text out of a call.</summary>
public sealed class SampleAllocationTests
{
    private const string Sentence = "Compare the third quarter's figures with the plan, and say \\\"why\\\" where they differ.\\n";
    private const int BytesBesideTheText = 1024;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 10)]
    [InlineData(400, 200)]
    public void Build_OnceWarm_AllocatesLittleMoreThanTheTextKept(int promptSentences, int answerSentences)
    {
        var call = Call(promptSentences, answerSentences);
        var options = new SamplingOptions { Rate = 1, MaxTextBytes = 256 * 1024 };
        ExchangeSample sample = null!;
        long before = 0;
        for (var round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            sample = SampleBuilder.Build(call, SampleExchange.Chat, options);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(["system", "user"], sample.Prompt.Messages.Select(m => m.Role));
        Assert.StartsWith("Compare the third quarter's figures with the plan, and say \"why\" where", sample.Answer.Text, StringComparison.Ordinal);
        Assert.InRange(sample.TextBytes, 2 * 80 * (promptSentences + answerSentences), 2 * 90 * (promptSentences + answerSentences) + 100);
        Assert.InRange(allocated, sample.TextBytes, sample.TextBytes + BytesBesideTheText);
    }

    private static FakeCall Call(int promptSentences, int answerSentences)
    {
        var call = new FakeCall(sampleRate: 1);
        call.RequestCopy.Append(Encoding.UTF8.GetBytes(
            "{\"model\":\"gpt-5.4\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":\"You answer briefly.\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\""
            + string.Concat(Enumerable.Repeat(Sentence, promptSentences)) + "\"}]}]}"), 1);
        call.Response.Facts.Text.Wanted = call.Response.Facts.Text.KeepsKinds = true;
        call.Response.Begin(call.Match.Dialect, new ResponseHead(200, "text/event-stream", null, null), 256 * 1024);
        for (var i = 0; i < answerSentences; i++)
        {
            call.Response.Read(Encoding.UTF8.GetBytes(
                $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-5.4\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{Sentence}\"}},\"finish_reason\":null}}]}}\n\n"), i + 1);
        }

        call.Response.Complete();
        return call;
    }
}
