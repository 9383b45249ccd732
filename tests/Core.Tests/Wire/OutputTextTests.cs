using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Tests.Wire.Dialects;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Wire;

/// <summary>What is remembered of generated text: its kinds, its tool calls, its bounds.</summary>
public sealed class OutputTextTests
{
    [Fact]
    public void ToText_OfAKind_PutsItsPiecesTogether_AndLeavesTheWholeAsItCame()
    {
        var text = new OutputText { Wanted = true, KeepsKinds = true };
        text.AppendEscaped("think "u8, TextKind.Reasoning);
        text.AppendEscaped("one \\ud83d"u8);
        text.AppendEscaped("more"u8, TextKind.Reasoning);
        text.AppendEscaped("\\ude00"u8);

        Assert.Equal("one 😀", text.ToText(TextKind.Answer));
        Assert.Equal("think more", text.ToText(TextKind.Reasoning));
        Assert.Equal("", text.ToText(TextKind.OtherChoice));
    }

    [Fact]
    public void ToToolCalls_ManyCalls_EachNameBeginsOne()
    {
        var text = new OutputText { Wanted = true, KeepsKinds = true };
        text.AppendEscaped(Reading.Segments("list"u8.ToArray(), 1), TextKind.ToolName);
        text.AppendEscaped("weather"u8, TextKind.ToolName);
        text.AppendEscaped("{\\\"city\\\":"u8, TextKind.ToolArguments);
        text.AppendEscaped("\\\"Paris\\\"}"u8, TextKind.ToolArguments);

        Assert.Equal([new ToolCallText("list", ""), new ToolCallText("weather", """{"city":"Paris"}""")], text.ToToolCalls());
    }

    [Fact]
    public void Retag_FromTheMiddleOfARun_SplitsIt()
    {
        var text = new OutputText { Wanted = true, KeepsKinds = true };
        text.AppendEscaped("first "u8);
        var start = text.Length;
        text.AppendEscaped("thought"u8);
        text.Retag(start, TextKind.Reasoning);
        text.AppendEscaped("last"u8);

        Assert.Equal("first last", text.ToText(TextKind.Answer));
        Assert.Equal("thought", text.ToText(TextKind.Reasoning));
    }

    [Fact]
    public void Append_BudgetIsSpent_KeepsTheBeginningAndSaysSo()
    {
        var budget = new CaptureBudget(8 * 1024);
        var text = new OutputText(budget) { Wanted = true, KeepsKinds = true };
        var piece = Encoding.UTF8.GetBytes(new string('x', 1000));
        for (var i = 0; i < 20; i++)
            text.AppendEscaped(piece);

        Assert.True(text is { Truncated: true, BudgetRanOut: true, Length: 8000 });
        Assert.Equal(8 * 1024, budget.Used);
        text.Reset();
        Assert.Equal(0, budget.Used);
        Assert.True(text is { Truncated: false, BudgetRanOut: false, IsEmpty: true });
    }

    [Theory]
    [InlineData(DialectNames.OpenAIChat, """{"model":"m","choices":[{"message":{"reasoning_content":"hm","content":"yes","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}},{"index":1,"message":{"content":"no"}}]}""")]
    [InlineData(DialectNames.AnthropicMessages, """{"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"yes"},{"type":"tool_use","name":"f","input":{}}]}""")]
    [InlineData(DialectNames.Gemini, """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"yes"},{"functionCall":{"name":"f","args":{}}}]}}]}""")]
    [InlineData(DialectNames.OpenAIResponses, """{"output":[{"content":[{"text":"hm"}],"type":"reasoning"},{"type":"message","content":[{"text":"yes"}]},{"type":"function_call","name":"f","arguments":"{}"}]}""")]
    [InlineData(DialectNames.Ollama, """{"message":{"thinking":"hm","content":"yes","tool_calls":[{"function":{"name":"f","arguments":{}}}]},"done":true}""")]
    [InlineData(DialectNames.BedrockConverse, """{"output":{"message":{"content":[{"reasoningContent":{"reasoningText":{"text":"hm"}}},{"text":"yes"},{"toolUse":{"name":"f","input":{}}}]}}}""")]
    [InlineData(DialectNames.Cohere, """{"message":{"tool_plan":"hm","content":[{"text":"yes"}],"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}""")]
    public void PlainAnswer_AnyDialect_TellsAnswerReasoningAndToolsApart(string dialect, string body)
    {
        foreach (var segment in (int[])[3, int.MaxValue])
        {
            var facts = new ResponseFacts { Text = { Wanted = true, KeepsKinds = true } };
            DialectDetector.ByName(dialect)!.ReadBody(Reading.Segments(Encoding.UTF8.GetBytes(body), segment), facts);

            Check(facts.Text);
        }
    }

    [Theory]
    [InlineData(DialectNames.OpenAIChat,
        """{"model":"m","choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}""",
        """{"model":"m","choices":[{"index":0,"delta":{"content":"ye"}}]}""",
        """{"model":"m","choices":[{"index":1,"delta":{"content":"no"}}]}""",
        """{"model":"m","choices":[{"delta":{"content":"no"},"index":2}]}""",
        """{"model":"m","choices":[{"index":0,"delta":{"content":"s"}}]}""",
        """{"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":""}}]}}]}""",
        """{"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]}""")]
    [InlineData(DialectNames.AnthropicMessages,
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"yes"}}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}""")]
    [InlineData(DialectNames.OpenAIResponses,
        """{"type":"response.reasoning_summary_text.delta","delta":"hm"}""",
        """{"type":"response.output_text.delta","delta":"yes"}""",
        """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","name":"f","arguments":""}}""",
        """{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{}"}""")]
    public void Stream_AnyDialect_TellsAnswerReasoningAndToolsApart(string dialect, params string[] events)
    {
        var facts = new ResponseFacts { Text = { Wanted = true, KeepsKinds = true } };
        foreach (var data in events)
            DialectDetector.ByName(dialect)!.ReadEvent(new WireEvent(default, Encoding.UTF8.GetBytes(data)), facts);

        Check(facts.Text);
    }

    private static void Check(OutputText text)
    {
        Assert.Equal("yes", text.ToText(TextKind.Answer));
        Assert.Equal("hm", text.ToText(TextKind.Reasoning));
        Assert.Equal([new ToolCallText("f", "{}")], text.ToToolCalls());
    }
}
