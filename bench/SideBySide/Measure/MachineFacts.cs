using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Measure;

/// <summary>Where a run takes place, and what was measured.</summary>
internal static class MachineFacts
{
    /// <summary>The machine.</summary>
    public static MachineInfo Machine() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Kilobytes(Field("/proc/meminfo", "MemTotal")),
        $"Linux {Environment.OSVersion.Version} {RuntimeInformation.ProcessArchitecture}",
        RuntimeInformation.OSDescription);

    /// <summary>The commit of a folder; null when it is not one of a repository.</summary>
    public static string? Commit(string root)
    {
        if (Output("git", "-C", root, "rev-parse", "--short=12", "HEAD") is not { } commit)
            return null;
        return Output("git", "-C", root, "status", "--porcelain", "--untracked-files=no") is "" ? commit : commit + "+";
    }

    /// <summary>What a program writes, trimmed; null when it cannot be run or fails.</summary>
    public static string? Output(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // nginx tells its version on standard error.
            return process.ExitCode == 0 ? (output + error.GetAwaiter().GetResult()).Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static long Kilobytes(string? text) =>
        text is null ? 0 : long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
}
