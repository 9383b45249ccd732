using System.Text;
using static LlmSentinel.Tokens.Tests.Bodies;

namespace LlmSentinel.Tokens.Tests;

public class CountPromptTests
{
    // Texts: hi = 1, Hello! = 2, "You are a helpful assistant." = 6. A message: 3 and its role (1). The reply: 3.
    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hello!"}]}""", 9)]
    [InlineData("""{"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Hello!"}]}""", 19)]
    [InlineData("""{"messages":[{"content":[{"type":"text","text":"Hello!"}],"role":"user"}]}""", 9)]
    [InlineData("""{"messages":[{"role":"user","name":"hi","content":"Hello!"}]}""", 11)]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"hi","arguments":"hi"}}]}]}""", 9)]
    [InlineData("""{"messages":[]}""", 3)]
    [InlineData("""{"stream":true,"messages":[{"role":"user","content":"Hello!"}],"metadata":{"a":["b"]},"user":"someone"}""", 9)]
    public void CountPrompt_ChatMessages_AddTheirOverhead(string body, int expected) => Assert.Equal(expected, Count(body));

    [Theory]
    [InlineData("""{"prompt":"Hello!"}""", 2)]
    [InlineData("""{"prompt":["Hello!","hi"]}""", 3)]
    [InlineData("""{"prompt":[11,22,33,44]}""", 4)]
    [InlineData("""{"prompt":[[11,22],[33]]}""", 3)]
    [InlineData("""{"input":"Hello!"}""", 2)]
    [InlineData("""{"input":["Hello!","hi"],"dimensions":256}""", 3)]
    [InlineData("""{"input":[[1,2,3],[4]]}""", 4)]
    [InlineData("""{"prompt":""}""", 0)]
    public void CountPrompt_PromptOrInput_CountsTextAndTokens(string body, int expected) => Assert.Equal(expected, Count(body));

    [Theory]
    [InlineData("""{"instructions":"You are a helpful assistant.","input":[{"role":"user","content":[{"type":"input_text","text":"Hello!"}]}]}""", 19)]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":"Hello!"}]}""", 2)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}]}]}""", 92)]
    public void CountPrompt_Responses_ReadsItems(string body, int expected) => Assert.Equal(expected, Count(body));

    [Theory]
    [InlineData("""{"system":"You are a helpful assistant.","max_tokens":5,"messages":[{"role":"user","content":"Hello!"}]}""", 19)]
    [InlineData("""{"system":[{"type":"text","text":"You are a helpful assistant.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Hello!"}]}""", 19)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"Hello!"}]}]}]}""", 9)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUFBQQ=="}}]}]}""", 772)]
    public void CountPrompt_Anthropic_ReadsBlocks(string body, int expected) => Assert.Equal(expected, Count(body, "claude-sonnet-5"));

    [Theory]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hello!"}]}]}""", 2)]
    [InlineData("""{"systemInstruction":{"parts":[{"text":"You are a helpful assistant."}]},"contents":[{"parts":[{"text":"Hello!"},{"inlineData":{"mimeType":"image/png","data":"QUFBQQ=="}}]}]}""", 266)]
    [InlineData("""{"content":{"parts":[{"text":"Hello!"}]}}""", 2)]
    [InlineData("""{"requests":[{"content":{"parts":[{"text":"Hello!"}]}},{"content":{"parts":[{"text":"hi"}]}}]}""", 3)]
    public void CountPrompt_Gemini_ReadsParts(string body, int expected) => Assert.Equal(expected, Count(body, "gemini-2.5-flash"));

    [Theory]
    [InlineData("""{"model":"llama3","messages":[{"role":"user","content":"Hello!","images":["QUFBQQ=="]}]}""", 774)]
    [InlineData("""{"model":"llama3","prompt":"Hello!","system":"hi","context":[1,2,3]}""", 10)]
    public void CountPrompt_Ollama_ReadsMessagesAndPrompts(string body, int expected) => Assert.Equal(expected, Count(body, "llama3"));

    [Fact]
    public void CountPrompt_BedrockConverse_ReadsTextBlocks() =>
        Assert.Equal(19, Count("""{"system":[{"text":"You are a helpful assistant."}],"messages":[{"role":"user","content":[{"text":"Hello!"}]}]}"""));

    [Theory]
    [InlineData("\"low\"", 85)]
    [InlineData("\"high\"", 765)]
    [InlineData("\"auto\"", 765)]
    public void CountPrompt_Image_CountsByDetail(string detail, int expected)
    {
        var body = $$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png","detail":{{{detail}}}}}]}]}""";
        Assert.Equal(expected + 7, Count(body));
    }

    [Fact]
    public void CountPrompt_Base64_IsNotCountedAsText()
    {
        var small = Count("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""");
        var large = Count($$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{new string('A', 500_000)}}}"}}]}]}""");
        Assert.Equal(small, large);
    }

    [Theory]
    [InlineData("""[{"type":"function","function":{"name":"get_weather","description":"Weather of a place","parameters":{"type":"object","properties":{"place":{"type":"string","description":"City"},"unit":{"type":"string","enum":["c","f"]}},"required":["place"]}}}]""")]
    [InlineData("""[{"type":"function","name":"get_weather","description":"Weather of a place","parameters":{"type":"object","properties":{"place":{"type":"string","description":"City"},"unit":{"type":"string","enum":["c","f"]}},"required":["place"]}}]""")]
    [InlineData("""[{"name":"get_weather","description":"Weather of a place","input_schema":{"type":"object","properties":{"place":{"type":"string","description":"City"},"unit":{"type":"string","enum":["c","f"]}},"required":["place"]}}]""")]
    [InlineData("""[{"functionDeclarations":[{"name":"get_weather","description":"Weather of a place","parameters":{"type":"OBJECT","properties":{"place":{"type":"STRING","description":"City"},"unit":{"type":"STRING","enum":["c","f"]}},"required":["place"]}}]}]""")]
    [InlineData("""{"tools":[{"toolSpec":{"name":"get_weather","description":"Weather of a place","inputSchema":{"json":{"type":"object","properties":{"place":{"type":"string","description":"City"},"unit":{"type":"string","enum":["c","f"]}},"required":["place"]}}}}]}""")]
    public void CountPrompt_ToolsOfAnyDialect_AreRenderedAlike(string tools)
    {
        const string rendering = """
            namespace functions {

            // Weather of a place
            type get_weather = (_: {
            // City
            place: string,
            unit?: "c" | "f",
            }) => any;

            } // namespace functions
            """;
        var expected = Estimator.CountOutput("gpt-4o", rendering.ReplaceLineEndings("\n"));
        const string messages = """{"messages":[{"role":"user","content":"Hello!"}],"tools":""";
        const string withSystem = """{"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Hello!"}],"tools":""";
        Assert.Equal(9 + 9 + expected, Count(messages + tools + "}"));
        Assert.Equal(19 + 5 + expected, Count(withSystem + tools + "}"));
    }

    [Theory]
    [InlineData("\"auto\"", 0)]
    [InlineData("\"none\"", 1)]
    [InlineData("""{"type":"function","function":{"name":"hi"}}""", 8)]
    [InlineData("""{"type":"tool","name":"hi"}""", 8)]
    public void CountPrompt_ToolChoice_AddsItsOverhead(string choice, int overhead) =>
        Assert.Equal(9 + overhead, Count("""{"messages":[{"role":"user","content":"Hello!"}],"tool_choice":""" + choice + "}"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("""{"messages":[{"role":"user","content":"cut off""")]
    [InlineData("""{"messages":[{"role":"user","content":"Hello!"}]} trailing""")]
    [InlineData("""{"model":"whisper-1","file":"x"}""")]
    [InlineData("--boundary\r\nContent-Disposition: form-data")]
    public void CountPrompt_NotAPrompt_IsNull(string body) => Assert.Null(Count(body));

    [Theory]
    [InlineData("""{"messages":"no","prompt":7}""")]
    [InlineData("""{"messages":[1,null,{"role":5,"content":{"text":[{"text":true}]},"name":{}}],"tools":"x","tool_choice":{"function":3}}""")]
    [InlineData("""{"messages":[{"role":"user","content":"\ud83d lone"}],"tools":[1,{"function":{"parameters":{"properties":{"a":1}}}}]}""")]
    public void CountPrompt_OddShapes_NeverThrow(string body) => Assert.NotNull(Count(body));

    [Fact]
    public void CountPrompt_InvalidUtf8_NeverThrows()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("""{"messages":[{"role":"user","content":" """), 0xFF, 0xC3, .. "\"}]}"u8];
        var count = Estimator.CountPrompt("gpt-4o", new(bytes));
        Assert.True(count is null or > 0);
    }

    [Fact]
    public void CountPrompt_CutAnywhere_IsTheSame()
    {
        const string body = """{"tools":[{"name":"f","description":"Ж"}],"messages":[{"role":"user","content":"Zeile \u00e4\n\"Q\" 🎉 中文"},{"role":"assistant","content":[{"type":"tool_use","name":"f","input":{"a":[1,2]}}]}],"system":"hi"}""";
        var expected = Count(body);
        Assert.NotNull(expected);
        for (var length = 1; length < 40; length++) Assert.Equal(expected, Estimator.CountPrompt("gpt-4o", Cut(body, length)));
    }

    [Fact]
    public void CountPrompt_Escapes_CountAsTheTextTheyMean()
    {
        var plain = Count("""{"prompt":"Grüße\t\"aus\" 中文"}""".Replace("\\t", "\\u0009", StringComparison.Ordinal));
        Assert.Equal(Estimator.CountOutput("gpt-4o", "Grüße\t\"aus\" 中文"), plain);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void CountPrompt_BodyBeyondTheBound_IsExtrapolated(int messages)
    {
        const string sentence = "The quick brown fox jumps over the lazy dog. ";
        const int sentences = 128_000;
        var text = string.Concat(Enumerable.Repeat(sentence, sentences / messages));
        var body = new StringBuilder("""{"messages":[""");
        for (var i = 0; i < messages; i++)
            body.Append(i == 0 ? "" : ",").Append("""{"role":"user","content":" """).Append(text).Append("\"}");
        body.Append("]}");

        var expected = Estimator.CountOutput("gpt-4o", string.Concat(Enumerable.Repeat(sentence, 1_000))) * (sentences / 1_000.0);
        Assert.InRange(Count(body.ToString())!.Value, expected * 0.97, expected * 1.03);
    }
}
