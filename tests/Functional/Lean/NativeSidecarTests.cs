using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Functional.Lean;

/// <summary>Runs alone: compiling takes the machine for a minute or two.</summary>
[CollectionDefinition(nameof(NativeCompilation), DisableParallelization = true)]
public sealed class NativeCompilation;

/// <summary>The lean executable as it is shipped: compiled ahead of time. What is cut away too much shows only here.</summary>
[Collection(nameof(NativeCompilation))]
public sealed class NativeSidecarTests
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(10);

    [Fact, Slow]
    public async Task PublishedBinary_DoesTheSame()
    {
        External.RequireOrSkip("clang");
        using var folder = new TempDirectory();
        var publish = await ProcessRun.RunAsync(
            "dotnet",
            ["publish", RepositoryRoot.Combine("src", "Sidecar", "Sidecar.csproj"), "-c", "Release", "-o", folder.Path, "-v", "q"],
            limit: PublishLimit);
        Assert.True(publish.ExitCode == 0, publish.Output + publish.Error);
        var program = folder.File("sidecar");

        await LeanChecks.ForwardsMeasuresAndRecordsAsync(program);
        await LeanChecks.RefusesAWrongConfigurationAsync(program);
        await LeanChecks.SaysWhatItDoesNotDoAsync(program);
        await LeanChecks.RecordsOnInfluxDbAsync(program);
    }
}
