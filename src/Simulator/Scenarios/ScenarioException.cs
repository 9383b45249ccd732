using System.Globalization;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>A scenario that cannot be used. The message has one line per problem.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>With all problems of one scenario.</summary>
    public ScenarioException(IReadOnlyList<ScenarioProblem> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    /// <summary>In order of their lines.</summary>
    public IReadOnlyList<ScenarioProblem> Problems { get; }
}

/// <summary>One thing that is wrong in a scenario file.</summary>
/// <param name="Source">File or name.</param>
/// <param name="Line">From 1; 0: the file as a whole.</param>
/// <param name="Key">Path of keys, such as models[0].ttft.lognormal.median.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ScenarioProblem(string Source, int Line, string Key, string Message)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}") : Source;
        return Key.Length > 0 ? $"{place}: {Key}: {Message}" : $"{place}: {Message}";
    }
}
