using System.Globalization;

namespace LlmSentinel.Configuration.Values;

/// <summary>Sizes as the file writes them: <c>65536</c>, <c>256KiB</c>, <c>64MB</c>, <c>1.5GiB</c>.</summary>
internal static class ByteSizeText
{
    /// <summary>What to tell a user.</summary>
    public const string Allowed = "a number of bytes or a size such as 256KiB, 64MiB, 64MB or 1GiB";

    /// <summary>The same for editors, as a regular expression.</summary>
    public const string Pattern = @"^[0-9]+(\.[0-9]+)?(B|KB|MB|GB|KiB|MiB|GiB)?$";

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1),
    ];

    public static bool TryParse(string text, out long value)
    {
        value = 0;
        var digits = text.AsSpan().IndexOfAnyExcept(Digits.AndPoint);
        var number = digits < 0 ? text : text[..digits];
        var unit = digits < 0 ? "B" : text[digits..];
        var size = Array.Find(Units, u => u.Unit == unit).Bytes;
        if (size == 0 || number.Length is 0 or > 18 || number[0] == '.' || number[^1] == '.'
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return false;
        var bytes = amount * size;
        if (bytes > long.MaxValue || bytes != decimal.Truncate(bytes))
            return false;
        value = (long)bytes;
        return true;
    }

    /// <summary>One number with the largest binary unit that leaves it whole.</summary>
    public static string Format(long bytes)
    {
        var (unit, size) = Units.FirstOrDefault(u => u.Unit.EndsWith("iB", StringComparison.Ordinal) && bytes != 0 && bytes % u.Bytes == 0, ("", 1));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
    }
}
