using LlmSentinel.Simulator.Scenarios;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Engine;

/// <summary>Draws what happens to one request: from the request, its headers, the scenario at this time, and the request's own numbers.</summary>
internal static class Planner
{
    public static Plan Make(SimCall call, GenerationRequest request, string idPrefix, int idLength = 29)
    {
        var behaviour = call.Engine.ActiveScenario.For(request.Model);
        var time = call.ScenarioTime;
        var key = call.Key;
        var controls = call.Controls;

        var answers = new Answer[request.Choices];
        var reasoning = ReasoningTokens(behaviour, request, controls, time, key);
        var chunking = MakeChunking(behaviour, controls, time, key);
        for (var i = 0; i < answers.Length; i++)
            answers[i] = AnswerMaker.Make(request, behaviour, controls, time, key + (ulong)i, reasoning, chunking);

        var output = answers.Sum(Tokens) + (answers.Length * (long)reasoning);
        var chunks = answers.Sum(a => Chunks(a));
        var faults = SimRandom.For(key, Purpose.Faults);
        var fault = controls.Fail ?? DrawFault(behaviour, time, ref faults);
        var ids = SimRandom.For(key, Purpose.Ids);
        var model = controls.Model ?? behaviour.ServedModel?.At(time) ?? request.Model;
        return new Plan
        {
            Id = ids.NextToken(idPrefix, idLength),
            Model = model,
            Fingerprint = behaviour.Fingerprint?.At(time) ?? Fingerprints.For(model),
            Timing = MakeTiming(behaviour, controls, time, key, request.Stream, chunks),
            Answers = answers,
            Usage = CacheRules.Split(call, request, behaviour, time) with { Output = output, Reasoning = answers.Length * (long)reasoning },
            Fault = fault,
            FaultAfter = Math.Min(controls.FailAfter ?? chunks / 2, Math.Max(chunks, 1)),
            Chunks = chunks,
        };
    }

    private static long Tokens(Answer answer) => answer.Pieces.Count + answer.ToolCalls.Sum(t => t.Pieces.Count);

    private static int Chunks(Answer answer) => answer.Chunking.Count(answer.Pieces.Count) + answer.Chunking.Count(answer.Reasoning.Count)
        + answer.ToolCalls.Sum(t => answer.Chunking.Count(t.Pieces.Count));

    private static int ReasoningTokens(ModelBehaviour behaviour, GenerationRequest request, Controls controls, TimeSpan time, ulong key)
    {
        if (controls.Reasoning is { } asked) return asked;
        if (behaviour.ReasoningTokens is not { } distribution) return request.ReasoningTokens;
        var random = SimRandom.For(key, Purpose.Reasoning);
        return (int)Math.Round(distribution.Sample(time, ref random));
    }

    private static Chunking MakeChunking(ModelBehaviour behaviour, Controls controls, TimeSpan time, ulong key)
    {
        var random = SimRandom.For(key, Purpose.Length);
        return new(controls.Chunks ?? 0, Math.Max(1, (int)Math.Round(behaviour.TokensPerChunk.Sample(time, ref random))));
    }

    private static FaultKind DrawFault(ModelBehaviour behaviour, TimeSpan time, ref SimRandom random)
    {
        // One number decides between all kinds, so that their shares add up.
        var draw = random.NextDouble();
        if ((draw -= behaviour.StreamErrors.At(time)) < 0) return FaultKind.ErrorEvent;
        if ((draw -= behaviour.Resets.At(time)) < 0) return FaultKind.Reset;
        if ((draw -= behaviour.Truncations.At(time)) < 0) return FaultKind.Truncate;
        return draw - behaviour.Stalls.At(time) < 0 ? FaultKind.Stall : FaultKind.None;
    }

    private static Timing MakeTiming(ModelBehaviour behaviour, Controls controls, TimeSpan time, ulong key, bool stream, int chunks)
    {
        var random = SimRandom.For(key, Purpose.Timing);
        var latency = controls.DelayMs ?? behaviour.Latency.Sample(time, ref random);
        var firstToken = Math.Max(latency, controls.TtftMs ?? behaviour.Ttft.Sample(time, ref random));
        var paced = controls.IntervalMs is > 0 || (controls.IntervalMs is null && !behaviour.Interval.IsAlwaysZero);
        double Next() => controls.IntervalMs ?? behaviour.Interval.Sample(time, ref random);
        if (stream)
        {
            return new Timing
            {
                HeadMs = controls.HeadDelayMs is null ? latency : 0,
                FirstTokenMs = firstToken,
                HeadDelayMs = controls.HeadDelayMs,
                NextInterval = paced ? Next : null,
            };
        }

        // A plain answer is sent when its last token is ready.
        var total = firstToken;
        for (var i = 1; paced && i < chunks; i++) total += Next();
        return new Timing { HeadMs = controls.HeadDelayMs is null ? total : 0, FirstTokenMs = total, HeadDelayMs = controls.HeadDelayMs };
    }
}
