using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>A clock that is moved while something else goes on.</summary>
internal static class PassingTime
{
    /// <summary>Moves the clock, a step at a time, until the condition holds.</summary>
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, TimeSpan step, Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
                return true;
            time.Advance(step);
            return false;
        },
        "it happens as time goes on");
}
