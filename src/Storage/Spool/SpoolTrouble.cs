using LlmSentinel.Storage.Files;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Spool;

/// <summary>What can go wrong without anybody's call failing.</summary>
internal enum SpoolTask
{
    /// <summary>Noting up to where is delivered.</summary>
    Position,

    /// <summary>Bringing appended blocks to the disk.</summary>
    Sync,

    /// <summary>Removing segments.</summary>
    Removal,
}

/// <summary>Keeps what is wrong until it is right again; says so once.</summary>
internal sealed class SpoolTrouble(string folder, ILogger logger)
{
    private readonly string?[] _problems = new string?[3];

    /// <summary>One of the problems there are, in words that go on from the folder; null when there is none.</summary>
    public string? Problem => Array.Find(_problems, static p => p is not null);

    /// <summary>Does what may fail; false when it did.</summary>
    public bool Try(SpoolTask task, Action action)
    {
        try
        {
            action();
            _problems[(int)task] = null;
            return true;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            var problem = What(task) + DiskErrors.Describe(e);
            if (_problems[(int)task] is null)
                Log.Trouble(logger, folder, problem);
            _problems[(int)task] = problem;
            return false;
        }
    }

    private static string What(SpoolTask task) => task switch
    {
        SpoolTask.Position => "cannot note what is delivered: ",
        SpoolTask.Sync => "cannot be brought to the disk: ",
        _ => "cannot remove what is delivered: ",
    };
}
