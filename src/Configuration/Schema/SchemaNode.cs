using System.Text.RegularExpressions;

namespace LlmSentinel.Configuration.Schema;

/// <summary>One option of the schema, read.</summary>
internal sealed class SchemaNode
{
    public required SchemaKind Kind { get; init; }

    public required string Description { get; init; }

    /// <summary>Keys of a group, in the order of the option class.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties { get; init; } = [];

    /// <summary>Values of a map or list.</summary>
    public SchemaNode? Item { get; init; }

    /// <summary>What keys of a map must look like; null: anything.</summary>
    public Regex? KeyPattern { get; init; }

    /// <summary><see cref="KeyPattern"/> in words.</summary>
    public string KeyMeaning { get; init; } = "";

    /// <summary>Words allowed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Bounds, both included: a number, or milliseconds of a duration.</summary>
    public decimal? Minimum { get; init; }

    /// <inheritdoc cref="Minimum"/>
    public decimal? Maximum { get; init; }

    /// <summary>0 is allowed beside the bounds.</summary>
    public bool OrZero { get; init; }

    /// <summary>One of <c>ValueFormatNames</c>; null: any text.</summary>
    public string? Format { get; init; }

    /// <summary>Empty text is not allowed.</summary>
    public bool NotEmpty { get; init; }

    /// <summary>The key must be given where its group is.</summary>
    public bool Required { get; init; }

    /// <summary>The value is masked wherever it is shown.</summary>
    public bool Secret { get; init; }

    /// <summary>A change takes effect at the next start.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Null is a value of its own: a group that is absent, a text that is not given.</summary>
    public bool Nullable { get; init; }

    /// <summary>Value when the key is absent, in the words of the file; null for none, and for groups, maps and lists.</summary>
    public string? Default { get; init; }

    /// <summary>Items of a list when the key is absent.</summary>
    public IReadOnlyList<string> DefaultItems { get; init; } = [];

    public SchemaNode? Find(string key) => Properties.FirstOrDefault(pair => pair.Key == key).Value;
}
