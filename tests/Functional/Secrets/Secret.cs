using System.Text;

namespace LlmSentinel.Functional.Secrets;

/// <summary>
/// Something that must stay nowhere. Looked for by its core, so that a part of it is found as well, in the shapes a careless writer
/// gives it: as it is (a URL does not escape it), in Base64 at any alignment, in hexadecimal, in UTF-16.
/// </summary>
internal sealed record Secret(string Name, string Value, string Core)
{
    private const int CoreLength = 12;

    /// <summary>A secret nobody else has; its name says where it was put.</summary>
    public static Secret Make(string name, Random random)
    {
        var core = new string(random.GetItems("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789".AsSpan(), CoreLength));
        return new Secret(name, $"sk-{name}-{core}-tail", core);
    }

    /// <summary>The places it is found in.</summary>
    public IEnumerable<string> FoundIn(IEnumerable<Artifact> artifacts)
    {
        var shapes = Shapes();
        return artifacts.Where(a => shapes.Any(shape => a.Bytes.AsSpan().IndexOf(shape) >= 0)).Select(a => $"{Name} in {a.Name}");
    }

    private List<byte[]> Shapes()
    {
        var bytes = Encoding.UTF8.GetBytes(Core);
        List<byte[]> shapes =
        [
            bytes,
            Encoding.Unicode.GetBytes(Core),
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(bytes)),
            Encoding.UTF8.GetBytes(Convert.ToHexString(bytes)),
        ];
        for (var shift = 0; shift < 3; shift++)
        {
            // The characters at both ends depend on the neighbours; those in between do not.
            var shifted = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            shapes.Add(Encoding.UTF8.GetBytes(shifted[(shift == 0 ? 0 : shift + 1)..^2]));
        }

        return shapes;
    }
}

/// <summary>Something the sidecar left behind or showed.</summary>
internal sealed record Artifact(string Name, byte[] Bytes);
