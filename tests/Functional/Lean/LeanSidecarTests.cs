using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Functional.Lean;

/// <summary>The lean executable as the build leaves it, compiled just in time.</summary>
public sealed class LeanSidecarTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "sidecar");

    [Fact]
    public Task Calls_AreForwardedMeasuredAndRecorded() => LeanChecks.ForwardsMeasuresAndRecordsAsync(Program);

    [Fact]
    public Task WrongConfiguration_IsRefused() => LeanChecks.RefusesAWrongConfigurationAsync(Program);

    [Fact]
    public Task SettingItCannotHonour_IsLogged() => LeanChecks.SaysWhatItDoesNotDoAsync(Program);

    [Fact]
    public Task InfluxDb_HasWhatWasRecorded() => LeanChecks.RecordsOnInfluxDbAsync(Program);

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(1, "serve")]
    [InlineData(1, "--config")]
    public async Task Arguments_AreUnderstoodOrRefused(int expected, string argument)
    {
        var run = await ProcessRun.RunAsync(Program, [argument]);

        Assert.Equal(expected, run.ExitCode);
        Assert.NotEmpty(expected == 0 ? run.Output : run.Error);
    }
}
