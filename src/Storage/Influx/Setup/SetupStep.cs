namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>What became of a part of the setup.</summary>
public enum SetupResult
{
    /// <summary>It was not there and is now; or would be, in a dry run.</summary>
    Created,

    /// <summary>It was there as it should be.</summary>
    AlreadyThere,

    /// <summary>It was there otherwise and is as it should be now; or would be, in a dry run.</summary>
    Changed,

    /// <summary>It is there otherwise and stays so; the detail says why.</summary>
    Left,
}

/// <summary>A part of what a server needs to hold the points.</summary>
/// <param name="Name">What it is, for example <c>retention policy llm.1m</c>.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Detail">What it is for or what is the matter with it; one line.</param>
public sealed record SetupStep(string Name, SetupResult Result, string Detail);
