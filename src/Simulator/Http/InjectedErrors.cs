using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>Errors by header or by the scenario's rates.</summary>
internal static class InjectedErrors
{
    /// <summary>An error the request's own headers ask for, whatever the operation.</summary>
    public static async ValueTask<bool> SendAskedAsync(SimCall call)
    {
        if (call.Controls.Status is not { } status) return false;
        await SendAsync(call, status, retryAfter: 1);
        return true;
    }

    /// <summary>An error by the scenario's rates.</summary>
    public static async ValueTask<bool> SendAsync(SimCall call, string model)
    {
        var behaviour = call.Engine.ActiveScenario.For(model);
        if (behaviour.Errors.Count == 0) return false;
        // One number decides between all statuses, so that their shares add up.
        var draw = SimRandom.For(call.Key, Purpose.Errors).NextDouble();
        foreach (var (status, share) in behaviour.Errors)
        {
            if ((draw -= share.At(call.ScenarioTime)) >= 0) continue;
            await SendAsync(call, status, behaviour.RetryAfter.At(call.ScenarioTime));
            return true;
        }
        return false;
    }

    private static async ValueTask SendAsync(SimCall call, int status, double retryAfter)
    {
        var controls = call.Controls;
        if (controls.DelayMs is { } delay) await call.WaitUntilAsync(delay);
        double? wait = controls.RetryAfter ?? (status is 429 or 503 or 529 ? retryAfter : null);
        await ErrorReply.SendAsync(call, status, code: controls.Code, retryAfter: wait);
    }
}
