using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>How much is measured.</summary>
internal enum Mode
{
    /// <summary>What changes most, in a few minutes.</summary>
    Quick,

    /// <summary>Each goal.</summary>
    Default,

    /// <summary>Everything, more often.</summary>
    Full,
}

/// <summary>What the command line asks for.</summary>
internal sealed record RunOptions
{
    public Mode Mode { get; init; } = Mode.Default;

    public IReadOnlyList<string> Only { get; init; } = [];

    public IReadOnlyList<string> Targets { get; init; } = TargetNames.All;

    public int? Rounds { get; init; }

    public double? Seconds { get; init; }

    public bool WriteDocs { get; init; }

    public bool List { get; init; }

    public string Out { get; init; } = ResultsFile.DefaultPath;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It asks for something unknown.</exception>
    public static RunOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RunOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[^1]} needs a value.");
            options = arguments[i] switch
            {
                "--quick" => options with { Mode = Mode.Quick },
                "--full" => options with { Mode = Mode.Full },
                "--only" => options with { Only = [.. options.Only, Value()] },
                "--targets" => options with { Targets = Known(Value().Split(',')) },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--seconds" => options with { Seconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--out" => options with { Out = Value() },
                "--write-docs" => options with { WriteDocs = true },
                "--list" => options with { List = true },
                var other => throw new FormatException($"{other} is unknown; ./bench.sh --help shows what is known."),
            };
        }

        return options;
    }

    private static string[] Known(string[] names) =>
        names.FirstOrDefault(name => !TargetNames.All.Contains(name)) is { } unknown
            ? throw new FormatException($"'{unknown}' is no target; there are {string.Join(", ", TargetNames.All)}.")
            : names;
}
