using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Core.Pricing;

/// <summary>A catalogue and what kept files out of it.</summary>
/// <param name="Catalogue">The catalogue without the files that have errors.</param>
/// <param name="Errors">Empty when everything was read.</param>
public sealed record PriceCatalogueResult(PriceCatalogue Catalogue, IReadOnlyList<PriceListError> Errors);

/// <summary>Builds the catalogue a configuration asks for.</summary>
public static class PriceCatalogueLoader
{
    private const long MaxFileBytes = 64L * 1024 * 1024;

    /// <summary>Reads every file and reports all errors at once; a file with one of them is left out as a whole.</summary>
    /// <param name="options">Files and overrides.</param>
    /// <param name="upstreams">Upstream names, so that overrides may be made for one of them.</param>
    /// <param name="baseDirectory">Directory relative paths start from.</param>
    public static PriceCatalogueResult Load(PricingOptions options, IReadOnlyCollection<string> upstreams, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<PriceListError> errors = [];
        List<PriceList> lists = [BuiltInPrices.Load()];
        foreach (var file in options.Files)
        {
            var (list, problems) = ReadFile(file, baseDirectory);
            errors.AddRange(problems);
            if (list is not null) lists.Add(list);
        }

        lists.Reverse();
        var overrides = PriceOverrides.Build(options.Overrides, upstreams, errors);
        return new PriceCatalogueResult(new PriceCatalogue(overrides, [.. lists]), errors);
    }

    private static (PriceList? List, IReadOnlyList<PriceListError> Errors) ReadFile(string file, string baseDirectory)
    {
        const string allowed = "the path of a readable JSON file of at most 64 MB";
        try
        {
            var info = new FileInfo(Path.Combine(baseDirectory, file));
            if (!info.Exists) return (null, [new PriceListError(file, "", "no such file", allowed)]);
            return info.Length > MaxFileBytes
                ? (null, [new PriceListError(file, "", "too large", allowed)])
                : PriceListReader.Read(file, File.ReadAllBytes(info.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, [new PriceListError(file, "", $"cannot be read ({e.GetType().Name})", allowed)]);
        }
    }
}
