using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LlmSentinel.Conventions.Code;

/// <summary>An assembly of ours as the compiler left it, read without loading it.</summary>
internal sealed record BuiltAssembly(string Name, IReadOnlyList<string> References)
{
    /// <summary>The product's assemblies: <c>LlmSentinel.*</c>, <c>sentinel</c> and <c>sidecar</c>, without the tests.</summary>
    public static IReadOnlyList<BuiltAssembly> Product { get; } =
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => IsProduct(Path.GetFileNameWithoutExtension(file)))
            .Select(Read)
            .OrderBy(assembly => assembly.Name, StringComparer.Ordinal)];

    /// <summary>The same assemblies, loaded.</summary>
    public static IReadOnlyList<Assembly> Loaded { get; } =
        [.. Product.Select(assembly => Assembly.Load(new AssemblyName(assembly.Name)))];

    private static bool IsProduct(string name) =>
        name is "sentinel" or "sidecar"
        || (name.StartsWith("LlmSentinel.", StringComparison.Ordinal) && name is not ("LlmSentinel.Conventions" or "LlmSentinel.Testing"));

    private static BuiltAssembly Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var portable = new PEReader(stream);
        var reader = portable.GetMetadataReader();
        return new BuiltAssembly(
            reader.GetString(reader.GetAssemblyDefinition().Name),
            [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))]);
    }
}
