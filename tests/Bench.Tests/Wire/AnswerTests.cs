using System.Text;
using System.Text.Json;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Upstream;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.Tests.Wire;

public class AnswerTests
{
    private const long Id = 1234567;

    [Fact]
    public void Plain_IsOneKilobyteWithTheUsageOfItsId()
    {
        var (body, answer) = Body(new AnswerShape(Format.Plain));
        var usage = JsonElement.Parse(body).GetProperty("usage");

        Assert.Equal(1024, answer.BodyBytes);
        Assert.Equal(Usage.Input(Id), usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(Usage.Output(Id), usage.GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("sse.4.3.0.0", "prompt_tokens", "completion_tokens")]
    [InlineData("anthropic.4.3.0.0", "input_tokens", "output_tokens")]
    [InlineData("ndjson.4.3.0.0", "prompt_eval_count", "eval_count")]
    public void Stream_IsEventsOfJsonWithTheUsageOfItsId(string shape, string input, string output)
    {
        var (body, answer) = Body(AnswerShape.Parse(shape));
        var events = body.Split('\n').Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line)
            .Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line)).ToList();

        Assert.Equal(answer.BodyBytes, body.Length);
        Assert.Equal(12, body.Count(c => c == '@'));
        Assert.Contains($"\"{input}\":{Usage.Input(Id)}", body, StringComparison.Ordinal);
        Assert.Contains($"\"{output}\":{Usage.Output(Id)}", body, StringComparison.Ordinal);
        Assert.True(events.Count >= 13);
    }

    [Fact]
    public void Request_NamesShapeAndPlaceOfItsId()
    {
        var shape = new AnswerShape(Format.Sse, 7, 2, 50);
        var request = RequestTemplate.For(shape, 1000, 4100, [new("x-extra", "1")]);
        Fixed.Write(request.Bytes.AsSpan(request.IdAt, Fixed.IdDigits), Id);
        var text = Encoding.ASCII.GetString(request.Bytes);

        Assert.Contains($"b:{shape}:0001234567\"", text, StringComparison.Ordinal);
        Assert.Contains("\r\nx-extra: 1\r\n", text, StringComparison.Ordinal);
        Assert.Equal("gpt-4o-mini", JsonElement.Parse(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).GetProperty("model").GetString());
    }

    [Fact]
    public void Shape_WrittenAndRead_IsTheSame()
    {
        var shape = new AnswerShape(Format.NdJson, 12, 3, 50, 1500);

        Assert.Equal(shape, AnswerShape.Parse(shape.ToString()));
        Assert.Throws<FormatException>(() => AnswerShape.Parse("soap.1.1.0.0"));
    }

    private static (string Body, Answer Answer) Body(AnswerShape shape)
    {
        var answer = Answer.For(shape);
        var parser = new ResponseParser();
        var body = new StringBuilder();
        var buffer = new byte[64 * 1024];
        var done = false;
        for (var write = 0; write < answer.Ends.Length; write++)
        {
            Assert.False(done);
            var length = answer.Render(write, Id, buffer);
            done = parser.Feed(buffer.AsSpan(0, length), data => body.Append(Encoding.ASCII.GetString(data)));
        }

        Assert.True(done);
        return (body.ToString(), answer);
    }
}
