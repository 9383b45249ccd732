namespace LlmSentinel.Core.Pricing;

/// <summary>Release dates at the end of model names: <c>-2026-03-05</c>, <c>-20250929</c>, <c>@20250929</c>.</summary>
internal static class ReleaseDates
{
    /// <summary>Length of the name without its date, or its whole length when it ends in none.</summary>
    internal static int LengthWithoutDate(ReadOnlySpan<char> name)
    {
        if (name.Length > 11 && name[^11] == '-' && name[^6] == '-' && name[^3] == '-'
            && IsDate(name[^10..^6], name[^5..^3], name[^2..]))
        {
            return name.Length - 11;
        }

        if (name.Length > 9 && name[^9] is '-' or '@' && IsDate(name[^8..^4], name[^4..^2], name[^2..]))
            return name.Length - 9;

        return name.Length;
    }

    private static bool IsDate(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day) =>
        Number(year) is >= 2019 and <= 2099 && Number(month) is >= 1 and <= 12 && Number(day) is >= 1 and <= 31;

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return -1;
            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
