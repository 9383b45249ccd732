using System.Globalization;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Validation;

/// <summary>Reads a scalar as what the schema says it is. Quotes make no difference.</summary>
internal static class ScalarReader
{
    private const int LongestShown = 60;

    /// <summary>The canonical text, or what is wrong and what is allowed.</summary>
    public static (string? Text, string? Problem, string? Allowed) Read(SchemaNode schema, ScalarNode scalar)
    {
        var text = scalar.Text;
        return schema.Kind switch
        {
            SchemaKind.Boolean => text.ToLowerInvariant() is "true" or "false" ? Ok(text.ToLowerInvariant()) : NotA("true or false"),
            SchemaKind.Choice => ReadChoice(schema, scalar),
            SchemaKind.Integer => ReadNumber(NumberStyles.AllowLeadingSign, "a whole number"),
            SchemaKind.Number => ReadNumber(NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, "a number"),
            SchemaKind.Bytes => ByteSizeText.TryParse(text, out var bytes)
                ? InRange(bytes, bytes.ToString(CultureInfo.InvariantCulture)) : NotA("a size"),
            SchemaKind.Duration => DurationText.TryParse(text, out var span)
                ? InRange(span.Ticks / TimeSpan.TicksPerMillisecond, DurationText.Format(span)) : NotA("a duration"),
            _ => ReadText(schema, scalar),
        };

        (string?, string?, string?) ReadNumber(NumberStyles style, string name) =>
            decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
                ? InRange(number, number.ToString(CultureInfo.InvariantCulture)) : NotA(name);

        (string?, string?, string?) InRange(decimal number, string canonical) =>
            (number == 0 && schema.OrZero) || (number >= (schema.Minimum ?? number) && number <= (schema.Maximum ?? number))
                ? Ok(canonical) : (null, $"{Show(schema, scalar)} is out of range", Allowed(schema));

        (string?, string?, string?) NotA(string name) => (null, $"{Show(schema, scalar)} is not {name}", Allowed(schema));
    }

    /// <summary>What is allowed for a scalar of the schema, in words.</summary>
    public static string Allowed(SchemaNode schema) => schema.Kind switch
    {
        SchemaKind.Boolean => "true, false",
        SchemaKind.Choice => string.Join(", ", schema.Choices),
        SchemaKind.Integer => WithRange("a whole number", schema),
        SchemaKind.Number => WithRange("a number", schema),
        SchemaKind.Bytes => WithRange(ByteSizeText.Allowed, schema),
        SchemaKind.Duration => WithRange(DurationText.Allowed, schema),
        _ => schema.Format is { } format ? ValueFormats.Get(format).Allowed : "text",
    };

    /// <summary>The bounds, in the words of the file; null where there are none.</summary>
    public static string? Range(SchemaNode schema) => schema is { Minimum: { } minimum, Maximum: { } maximum }
        ? $"{Format(schema, minimum)} to {Format(schema, maximum)}{(schema.OrZero ? ", or 0" : "")}" : null;

    private static (string?, string?, string?) ReadChoice(SchemaNode schema, ScalarNode scalar)
    {
        if (schema.Choices.Contains(scalar.Text))
            return Ok(scalar.Text);
        var guess = scalar.Substituted || schema.Secret ? null : Suggestion.For(scalar.Text, schema.Choices);
        var problem = $"{Show(schema, scalar)} is not one of the words allowed";
        return (null, guess is null ? problem : $"{problem}; did you mean '{guess}'?", Allowed(schema));
    }

    private static (string?, string?, string?) ReadText(SchemaNode schema, ScalarNode scalar)
    {
        if (scalar.Text.Length == 0)
            return schema.NotEmpty ? (null, "may not be empty", Allowed(schema)) : Ok("");
        if (schema.Format is null || ValueFormats.Get(schema.Format).Matches(scalar.Text))
            return Ok(scalar.Text);
        return (null, $"{Show(schema, scalar)} is not {ValueFormats.Get(schema.Format).Name}", Allowed(schema));
    }

    /// <summary>
    /// The value for a message, when there is no doubt that it is no secret: it stands in the file, in a key that takes none, and is not
    /// the kind of text that hides a password in a URL or a key in the wrong place.
    /// </summary>
    private static string Show(SchemaNode schema, ScalarNode scalar)
    {
        var text = scalar.Text;
        var hidden = schema.Secret || scalar.Substituted || scalar.Origin.IsVariable || text.Contains('@', StringComparison.Ordinal)
            || text.Length > LongestShown || text.Any(char.IsControl) || LooksLikeAKey(text);
        return hidden ? "the value" : $"'{text}'";
    }

    /// <summary>Sixteen and more letters and digits in a row, with both among them, are no word.</summary>
    private static bool LooksLikeAKey(string text)
    {
        if (text.StartsWith("sk-", StringComparison.OrdinalIgnoreCase) || text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return true;
        var run = 0;
        var digits = 0;
        foreach (var c in text)
        {
            run = char.IsAsciiLetterOrDigit(c) || c == '_' ? run + 1 : 0;
            digits = run == 0 ? 0 : digits + (char.IsAsciiDigit(c) ? 1 : 0);
            if (run >= 16 && digits > 0)
                return true;
        }
        return false;
    }

    private static string WithRange(string name, SchemaNode schema) => Range(schema) is { } range ? $"{name}; {range}" : name;

    private static string Format(SchemaNode schema, decimal number) => schema.Kind switch
    {
        SchemaKind.Bytes => ByteSizeText.Format((long)number),
        SchemaKind.Duration => DurationText.Format(TimeSpan.FromMilliseconds((double)number)),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static (string?, string?, string?) Ok(string text) => (text, null, null);
}
