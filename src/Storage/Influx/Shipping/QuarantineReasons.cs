namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>Why a server refused a point, in a few words for metrics.</summary>
internal static class QuarantineReasons
{
    /// <summary>One of its fields has another type already.</summary>
    public const string TypeConflict = "type_conflict";

    /// <summary>It is older than the server keeps points, or too far in the future.</summary>
    public const string Retention = "retention";

    /// <summary>The server cannot read it.</summary>
    public const string Malformed = "malformed";

    /// <summary>It alone is larger than the server takes.</summary>
    public const string TooLarge = "too_large";

    /// <summary>Anything else.</summary>
    public const string Refused = "refused";

    /// <summary>The word for a server's words.</summary>
    public static string Of(string reason) =>
        Has(reason, "retention") || Has(reason, "outside") || Has(reason, "too old") ? Retention
        : Has(reason, "conflict") || Has(reason, "type") ? TypeConflict
        : Has(reason, "parse") || Has(reason, "invalid") || Has(reason, "missing") ? Malformed
        : Refused;

    private static bool Has(string reason, string word) => reason.Contains(word, StringComparison.OrdinalIgnoreCase);
}
