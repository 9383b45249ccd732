using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Shipped;

/// <summary>What is committed is what the description gives; <c>dotnet run --project eng/Grafana -- --update .</c> mends it.</summary>
public sealed class GeneratedFilesTests
{
    [Fact]
    public void GeneratedFiles_AreUpToDate() => Assert.All(
        GeneratedFiles.All(RepositoryRoot.Path), file => Assert.Equal(file.Content, File.ReadAllText(RepositoryRoot.Combine(file.Path)).ReplaceLineEndings("\n")));

    [Fact]
    public void Folders_HoldNothingElse()
    {
        var made = GeneratedFiles.All(RepositoryRoot.Path).Select(file => RepositoryRoot.Combine(file.Path));

        Assert.Empty(Enum.GetValues<Source>().SelectMany(ShippedBoard.Files).Except(made));
    }
}
