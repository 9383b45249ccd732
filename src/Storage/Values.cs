using System.Globalization;

namespace LlmSentinel.Storage;

/// <summary>How times and money stand in the file.</summary>
internal static class Values
{
    /// <summary>Money is a whole number of 10^-12 US dollars: below the price of one token by five digits, and up to 9.2 million dollars.</summary>
    public const long MoneyScale = 1_000_000_000_000;

    private const int MoneyDigits = 12;
    private const long LargestScaledDollars = long.MaxValue / MoneyScale;

    public static long ToMicroseconds(TimeSpan value) => value.Ticks / TimeSpan.TicksPerMicrosecond;

    public static TimeSpan ToTimeSpan(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);

    public static long ToMicroseconds(DateTimeOffset value) =>
        Math.DivRem(value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond).Quotient;

    /// <summary>The first microsecond that is not before the moment: the edge of a time range.</summary>
    public static long ToMicrosecondsRoundedUp(DateTimeOffset value)
    {
        var (quotient, remainder) = Math.DivRem(value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return remainder > 0 ? quotient + 1 : quotient;
    }

    public static DateTimeOffset ToTime(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>False when the amount has more digits than the scale holds: it is then kept as text, exact all the same.</summary>
    public static bool TryScale(decimal amount, out long scaled)
    {
        scaled = 0;
        if (decimal.Abs(amount) >= LargestScaledDollars)
            return false;

        var product = amount * MoneyScale;
        if (amount.Scale > MoneyDigits && (product != decimal.Truncate(product) || product / MoneyScale != amount))
            return false;
        scaled = (long)product;
        return true;
    }

    public static decimal ToMoney(long scaled) => (decimal)scaled / MoneyScale;

    public static string ToText(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static decimal ToMoney(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
