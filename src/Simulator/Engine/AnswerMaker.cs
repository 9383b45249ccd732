using LlmSentinel.Simulator.Scenarios;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Engine;

/// <summary>Makes one choice: a refusal, a tool call, JSON, the answer to a known question, or prose; in that order of precedence.</summary>
internal static class AnswerMaker
{
    public static Answer Make(
        GenerationRequest request, ModelBehaviour behaviour, Controls controls, TimeSpan time, ulong key, int reasoning, Chunking chunking)
    {
        var quality = SimRandom.For(key, Purpose.Quality);
        // Drawn always and in this order, so that a change of one share leaves the other choices as they were.
        var refuse = quality.NextDouble() < behaviour.Refusals.At(time) || controls.Refuse;
        var broken = quality.NextDouble() < behaviour.BrokenJson.At(time) || controls.BrokenJson;
        var wrong = quality.NextDouble() < behaviour.WrongAnswers.At(time) || controls.Wrong;
        var callsTool = quality.NextDouble() < behaviour.ToolCalls.At(time);
        var pick = quality.Next(int.MaxValue);

        var text = SimRandom.For(key, Purpose.Text);
        var thoughts = Thoughts(request, behaviour, controls, reasoning, ref text);

        if (refuse) return Refusal(thoughts, chunking);
        var calls = ToolCalls(request, controls, callsTool, broken, ref text);
        if (calls.Count > 0)
            return new Answer { Pieces = [], Reasoning = thoughts, ToolCalls = calls, Finish = Finish.ToolCall, Chunking = chunking };

        var pieces = Pieces(request, behaviour, controls, time, key, broken, wrong, pick, ref text);
        var cut = request.MaxTokens is { } max && pieces.Count > max;
        return new Answer
        {
            Pieces = cut ? [.. pieces.Take(request.MaxTokens!.Value)] : pieces,
            Reasoning = thoughts,
            Finish = cut ? Finish.Length : Finish.Stop,
            Chunking = chunking,
        };
    }

    private static IReadOnlyList<string> Pieces(
        GenerationRequest request, ModelBehaviour behaviour, Controls controls, TimeSpan time, ulong key, bool broken, bool wrong, int pick,
        ref SimRandom text)
    {
        if (controls.Text is { } given) return SimTokens.Split(given);
        if (request.Format != OutputFormat.Text)
        {
            var json = request.Schema is { } schema ? JsonMaker.FromSchema(schema, ref text) : JsonMaker.AnyObject(ref text);
            return SimTokens.Split(broken ? JsonMaker.Break(json) : json);
        }
        if (controls.Tokens is null && KnownQuestions.Find(request.Question) is { } known)
            return SimTokens.Split(wrong ? KnownQuestions.WrongAnswer(known, pick) : known.Answer);

        var length = SimRandom.For(key, Purpose.Length);
        var tokens = controls.Tokens ?? Math.Max(1, (int)Math.Round(behaviour.OutputTokens.Sample(time, ref length)));
        var pieces = new List<string>(tokens);
        Prose.Write(pieces, tokens, ref text, Topics.Of(request.Question));
        return pieces;
    }

    private static List<string> Thoughts(
        GenerationRequest request, ModelBehaviour behaviour, Controls controls, int tokens, ref SimRandom text)
    {
        var shown = request.ShowReasoning || (controls.ReasoningStyle ?? behaviour.ReasoningStyle) != "hidden";
        if (tokens == 0 || !shown) return [];
        var pieces = new List<string>(tokens);
        Prose.Write(pieces, tokens, ref text, []);
        return pieces;
    }

    private static List<ToolCall> ToolCalls(GenerationRequest request, Controls controls, bool wanted, bool broken, ref SimRandom text)
    {
        if (request.Tools.Count == 0 || request.ToolMode == ToolMode.None) return [];
        if (request.ToolMode == ToolMode.Auto && (request.AnswersTool || !wanted)) return [];
        var calls = new List<ToolCall>();
        for (var i = 0; i < (controls.ToolCalls ?? 1); i++)
        {
            var tool = request.Tools.FirstOrDefault(t => t.Name == request.ToolName) ?? request.Tools[i % request.Tools.Count];
            var arguments = tool.Parameters is { } schema ? JsonMaker.FromSchema(schema, ref text) : "{}";
            if (broken) arguments = JsonMaker.Break(arguments);
            calls.Add(new(text.NextToken("", 24), tool.Name, arguments, SimTokens.Split(arguments)));
        }
        return calls;
    }

    private static Answer Refusal(List<string> thoughts, Chunking chunking) => new()
    {
        Pieces = RefusalPieces,
        Reasoning = thoughts,
        Refused = true,
        Finish = Finish.Refusal,
        Chunking = chunking,
    };

    private static readonly IReadOnlyList<string> RefusalPieces = SimTokens.Split("I am sorry, but I cannot help with that request.");
}
