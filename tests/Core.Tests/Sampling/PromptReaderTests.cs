using System.Text;
using LlmSentinel.Core.Sampling;

namespace LlmSentinel.Core.Tests.Sampling;

/// <summary>The messages of a request, as each dialect writes them.</summary>
public sealed class PromptReaderTests
{
    private const string Conversation = "system: Be brief.|user: What is in Paris?\n[image]|assistant: Let me look.\nweather({\"city\":\"Paris\"})|tool: Sunny.|user: Thanks.";

    [Theory]
    [InlineData("openai chat", "system: Be brief.|user: What is in Paris?\n[image]|assistant: Let me look.\nweather({\"city\":\"Paris\"})|tool: Sunny.|user: Thanks.", """
        {"model":"m","tools":[{"type":"function","function":{"name":"weather","description":"never shown"}}],"messages":[
          {"role":"system","content":"Be brief."},
          {"role":"user","content":[{"type":"text","text":"What is in Paris?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
          {"role":"assistant","content":"Let me look.","tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"}}]},
          {"role":"tool","tool_call_id":"c1","content":"Sunny."},
          {"content":"Thanks.","role":"user","name":"bob"}],"stream":true}
        """)]
    [InlineData("anthropic messages", "system: Be brief.|user: What is in Paris?\n[image]|assistant: hm\nLet me look.\nweather({\"city\":\"Paris\"})|user: Sunny.|user: Thanks.", """
        {"model":"m","max_tokens":9,"messages":[
          {"role":"user","content":[{"type":"text","text":"What is in Paris?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"text","text":"Let me look."},{"type":"tool_use","id":"t","name":"weather","input":{"city":"Paris"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"Sunny."}]}]},
          {"role":"user","content":"Thanks."}],
          "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}]}
        """)]
    [InlineData("openai responses", Conversation, """
        {"model":"m","instructions":"Be brief.","input":[
          {"role":"user","content":[{"type":"input_text","text":"What is in Paris?"},{"type":"input_image","image_url":"data:AAAA"}]},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me look."},{"name":"weather","arguments":"{\"city\":\"Paris\"}"}]},
          {"type":"function_call_output","call_id":"c","output":"Sunny."},
          {"role":"user","content":"Thanks."}]}
        """)]
    [InlineData("openai responses, items", "assistant: weather({})|tool: Sunny.|assistant: hm", """
        {"input":[{"type":"function_call","name":"weather","arguments":"{}","call_id":"c"},{"type":"function_call_output","output":"Sunny."},
          {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"XXXX"}]}
        """)]
    [InlineData("openai responses, text", "user: Hello", """{"model":"m","input":"Hello"}""")]
    [InlineData("openai completions", "user: Once upon\na time", """{"model":"m","prompt":["Once upon","a time"],"max_tokens":3}""")]
    [InlineData("openai completions, token ids", "", """{"model":"m","prompt":[1,2,3]}""")]
    [InlineData("gemini", "system: Be brief.|user: What is in Paris?\n[file]|model: weather({\"city\":\"Paris\"})|user: {\"sky\":\"sunny\"}", """
        {"contents":[
          {"role":"user","parts":[{"text":"What is in Paris?"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},
          {"role":"model","parts":[{"functionCall":{"name":"weather","args":{"city":"Paris"}}}]},
          {"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"sky":"sunny"}}}]}],
          "systemInstruction":{"parts":[{"text":"Be brief."}]},"generationConfig":{"temperature":0}}
        """)]
    [InlineData("ollama chat", "user: Hello\n[image]|assistant: weather({\"city\":\"Paris\"})", """
        {"model":"m","messages":[{"role":"user","content":"Hello","images":["AAAA"]},
          {"role":"assistant","content":"","tool_calls":[{"function":{"name":"weather","arguments":{"city":"Paris"}}}]}]}
        """)]
    [InlineData("ollama generate", "system: Be brief.|user: Hello", """{"model":"m","prompt":"Hello","system":"Be brief."}""")]
    [InlineData("bedrock converse", "system: Be brief.|user: What is in Paris?\n[image]|assistant: weather({\"city\":\"Paris\"})|user: Sunny.\n{\"t\":20}", """
        {"system":[{"text":"Be brief."}],"messages":[
          {"role":"user","content":[{"text":"What is in Paris?"},{"image":{"format":"png","source":{"bytes":"AAAA"}}}]},
          {"role":"assistant","content":[{"toolUse":{"toolUseId":"t","name":"weather","input":{"city":"Paris"}}}]},
          {"role":"user","content":[{"toolResult":{"toolUseId":"t","content":[{"text":"Sunny."},{"json":{"t":20}}]}}]}]}
        """)]
    [InlineData("cohere v1", "system: Be brief.|user: Hi|chatbot: Hello|user: And now?", """
        {"message":"And now?","preamble":"Be brief.","chat_history":[{"role":"USER","message":"Hi"},{"role":"CHATBOT","message":"Hello"}]}
        """)]
    [InlineData("cohere v2", "user: Hi|assistant: I will look\nweather({})", """
        {"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},
          {"role":"assistant","tool_plan":"I will look","tool_calls":[{"type":"function","function":{"name":"weather","arguments":"{}"}}]}]}
        """)]
    [InlineData("titan", "user: Hello", """{"inputText":"Hello","textGenerationConfig":{}}""")]
    public void Read_ARequestOfADialect_GivesItsMessages(string dialect, string expected, string body)
    {
        Assert.NotEmpty(dialect);
        var prompt = PromptReader.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, Written(prompt));
        Assert.False(prompt.Truncated);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hello wor""", "user: Hello wor")]
    [InlineData("""{"messages":[{"role":"user","content":"one"},{"role":"user","content":[{"type":"text","text":"tw""", "user: one|user: tw")]
    [InlineData("""{"messages":[{"role":"user","content":"a \ud83d\ude00 b \ud83d\ud""", "user: a 😀 b ")]
    [InlineData("""{"messages":[{"role":"user","content":"one"},{"role":"us""", "user: one")]
    [InlineData("""{"prompt":"Once upon a ti""", "user: Once upon a ti")]
    [InlineData("""{"messages":[{"role":"user","content":"one"}],"tools":[{"na""", "user: one")]
    [InlineData("""{"messages":[{"role":"user","content":"one"} oops]}""", "user: one")]
    [InlineData("""["no object"]""", "")]
    [InlineData("plain text", "")]
    [InlineData("", "")]
    public void Read_ABodyThatBreaksOff_GivesWhatStandsBeforeTheBreak_AndSaysSo(string body, string expected)
    {
        var prompt = PromptReader.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, Written(prompt));
        Assert.True(prompt.Truncated);
    }

    [Fact]
    public void Read_CutAtEveryByte_NeverThrows_AndNeverInvents()
    {
        var whole = "{\"system\":\"É\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Grüße 😀 \\u00e9\\\"x\"}]},{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]}"u8;
        for (var length = 0; length <= whole.Length; length++)
        {
            var prompt = PromptReader.Read(whole[..length]);

            Assert.Equal(length < whole.Length, prompt.Truncated);
            foreach (var message in prompt.Messages)
                Assert.True("É".StartsWith(message.Text, StringComparison.Ordinal) || "Grüße 😀 é\"x".StartsWith(message.Text, StringComparison.Ordinal)
                    || message.Text == "f({})", message.Text);
        }
    }

    private static string Written(SampledPrompt prompt) => string.Join('|', prompt.Messages.Select(m => $"{m.Role}: {m.Text}"));
}
