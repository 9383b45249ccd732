using System.Globalization;

namespace LlmSentinel.Bench.SideBySide.Measure;

/// <summary>What the kernel tells of processes.</summary>
internal static class ProcFiles
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux .NET runs on.
    private const double TickMicroseconds = 10_000;

    /// <summary>A process and all below it.</summary>
    public static IReadOnlyList<int> Tree(int process)
    {
        var tree = new List<int> { process };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(Children(tree[i]));
        return tree;
    }

    /// <summary>Processor time, user and system, of all threads of these processes, in microseconds. A process that is gone counts nothing.</summary>
    public static double CpuMicroseconds(IEnumerable<int> processes) => processes.Sum(Ticks) * TickMicroseconds;

    /// <summary>Resident memory of these processes, in bytes. Pages that several of them share count each time.</summary>
    public static long ResidentBytes(IEnumerable<int> processes) => processes.Sum(process => Status(process, "VmRSS:") * 1024);

    private static IEnumerable<int> Children(int process)
    {
        if (!Directory.Exists($"/proc/{process}/task"))
            return [];
        return Directory.EnumerateDirectories($"/proc/{process}/task")
            .SelectMany(task => Read($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture));
    }

    private static long Ticks(int process)
    {
        var stat = Read($"/proc/{process}/stat");
        // The name of the program may hold spaces and brackets.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 12 ? Number(fields[11]) + Number(fields[12]) : 0;
    }

    private static long Status(int process, string name)
    {
        var line = Read($"/proc/{process}/status").Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : Number(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
