using LlmSentinel.Configuration.Tree;

namespace LlmSentinel.Configuration.Validation;

/// <summary>Collects everything wrong, so that a user mends the file once.</summary>
internal sealed class ErrorList
{
    private readonly List<ConfigError> _errors = [];

    public int Count => _errors.Count;

    public void Add(Origin origin, string key, string message, string? allowed = null) =>
        _errors.Add(new ConfigError(origin.Source, origin.Line, origin.Column, Printable(key), message, allowed));

    /// <summary>Keys come out of the file; none of them may move a terminal's cursor or forge a line of a log.</summary>
    private static string Printable(string key) => key.Any(char.IsControl) ? string.Concat(key.Select(c => char.IsControl(c) ? '?' : c)) : key;

    /// <summary>In the order of the file, then of the variables' names; each once.</summary>
    public IReadOnlyList<ConfigError> Sorted() =>
    [
        .. _errors.Distinct().OrderBy(error => error.Line == 0).ThenBy(error => error.Line).ThenBy(error => error.Column)
            .ThenBy(error => error.Source, StringComparer.Ordinal),
    ];
}
