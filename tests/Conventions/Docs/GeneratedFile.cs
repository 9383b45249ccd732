using LlmSentinel.Conventions.Sources;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions.Docs;

/// <summary>A whole file that is made from code; like <see cref="GeneratedBlock"/>.</summary>
internal static class GeneratedFile
{
    public static void IsUpToDate(string file, string text)
    {
        if (Environment.GetEnvironmentVariable("SENTINEL_REGENERATE") == "1")
            File.WriteAllText(RepositoryRoot.Combine(file), text);
        else if (SourceTree.Read(file) != text)
            Assert.Fail($"{file} is not what the code makes; SENTINEL_REGENERATE=1 ./test.sh --only Conventions writes it anew.");
    }
}
