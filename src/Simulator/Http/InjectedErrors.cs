using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>Errors by header or by the scenario's rates.</summary>
internal static class InjectedErrors
{
    public static async ValueTask<bool> SendAsync(SimCall call, string model)
    {
        var behaviour = call.Engine.ActiveScenario.For(model);
        var status = call.Controls.Status;
        if (status is null)
        {
            if (behaviour.Errors.Count == 0) return false;
            var random = SimRandom.For(call.Key, Purpose.Errors);
            // One number decides between all statuses, so that their shares add up.
            var draw = random.NextDouble();
            foreach (var (code, share) in behaviour.Errors)
            {
                if ((draw -= share.At(call.ScenarioTime)) >= 0) continue;
                status = code;
                break;
            }
        }
        if (status is not { } answer) return false;
        if (call.Controls.DelayMs is { } delay) await call.WaitUntilAsync(delay);
        double? retryAfter = answer is 429 or 503 or 529 ? call.Controls.RetryAfter ?? behaviour.RetryAfter.At(call.ScenarioTime) : call.Controls.RetryAfter;
        await ErrorReply.SendAsync(call, answer, code: call.Controls.Code, retryAfter: retryAfter);
        return true;
    }
}
