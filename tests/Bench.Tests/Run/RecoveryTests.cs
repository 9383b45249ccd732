using LlmSentinel.Bench.SideBySide.Run;

namespace LlmSentinel.Bench.Tests.Run;

public class RecoveryTests
{
    private const long Window = 100_000_000;
    private const long Limit = 10;

    [Fact]
    public void After_UsualFromTheStart_IsTheFirstWindow() => Assert.Equal(Window, Of(5, 5, 5));

    [Fact]
    public void After_SlowAtFirst_CountsUntilItIsUsual() => Assert.Equal(3 * Window, Of(500, 80, 10, 9, 8, 7));

    [Fact]
    public void After_OneQuietMoment_IsNoRecovery() => Assert.Equal(4 * Window, Of(500, 5, 500, 5, 5, 5));

    [Fact]
    public void After_NeverUsual_IsNull() => Assert.Null(Of(500, 5, 5, 500, 5, 5));

    [Fact]
    public void After_TimeWithoutAnswers_IsNoRecovery() =>
        Assert.Equal(4 * Window, Recovery.After(0, [(1, 5), (Window + 1, 5), (3 * Window, 5), (4 * Window, 5), (5 * Window, 5)], Limit));

    [Fact]
    public void After_AnswersBeforeTheEndOfTheLoad_DoNotCount() =>
        Assert.Null(Recovery.After(2 * Window, [(1, 5), (Window, 5), (2 * Window, 5), (3 * Window, 5)], Limit));

    // One answer a window, and one that is slower than most.
    private static long? Of(params long[] medians) => Recovery.After(
        1000, medians.SelectMany((median, i) => new[] { (1000 + (i * Window), median), (1001 + (i * Window), median), (1002 + (i * Window), 900L) }), Limit);
}
