using System.Globalization;

namespace LlmSentinel.Configuration.Tree;

/// <summary>Where a key or value stands.</summary>
/// <param name="Source">File path, name of an environment variable, or <c>default</c>.</param>
/// <param name="Line">From 1; 0 outside a file.</param>
/// <param name="Column">From 1; 0 outside a file.</param>
/// <param name="IsVariable">The source is an environment variable.</param>
internal sealed record Origin(string Source, int Line, int Column, bool IsVariable = false)
{
    public static Origin Default { get; } = new("default", 0, 0);

    public static Origin Variable(string name) => new(name, 0, 0, IsVariable: true);

    public bool IsDefault => ReferenceEquals(this, Default);

    /// <summary>For people: <c>default</c>, <c>sentinel.yaml:12</c>, <c>environment SENTINEL__ADMIN__TOKEN</c>.</summary>
    public override string ToString() =>
        IsVariable ? $"environment {Source}" : Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}") : Source;
}
