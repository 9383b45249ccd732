using CsCheck;

namespace LlmSentinel.Configuration.Tests.Loading;

/// <summary>No text makes the loader throw or hang: it loads or it has errors.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "proxy", "listen", "upstreams", "openai", "apiKey", "admin", "token", ":", ": ", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", "'", "\"", "|", ">",
        "&a ", "*a", "!t ", "? ", "${", "}", "$${", "# x\n", "\t", "---\n", "...\n", "%YAML 1.2\n", "~", "null", "127.0.0.1:1", "5s", "\\", "\u0000", "\u2028", "é", "@", "`", "<<: ",
    ];

    [Fact]
    public void Load_AnyRowOfYamlPieces_GivesASnapshotOrErrors() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Sample(row => IsDecided(string.Concat(row.Select(piece => Pieces[piece]))), iter: 5_000);

    [Fact]
    public void Load_AnyText_GivesASnapshotOrErrors() => Gen.String.Sample(IsDecided, iter: 2_000);

    private static bool IsDecided(string yaml)
    {
        var result = Load.Text(yaml);
        return (result.Snapshot is null) == (result.Errors.Count > 0);
    }
}
