namespace LlmSentinel.Testing.Processes;

/// <summary>Programs that are not part of the build: real servers and clients some tests talk to.</summary>
public static class External
{
    // Where ./test.sh unpacks what it fetches, and where Debian puts servers, outside the PATH of an ordinary user.
    private static readonly string[] MorePlaces =
        [RepositoryRoot.Combine("artifacts", "tools", "bin"), "/usr/sbin", "/usr/local/sbin", "/sbin"];

    /// <summary>True on a build server, where a missing program is a failure and not a reason to skip.</summary>
    public static bool IsBuildServer { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Full path of an executable, or null when it is not installed.</summary>
    public static string? Find(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(MorePlaces)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsExecutable);
    }

    /// <summary>Full path of an executable; skips the test with a reason when it is missing, fails it on a build server.</summary>
    public static string RequireOrSkip(string program)
    {
        var found = Find(program);
        if (found is null)
            MissingOrSkip($"{program} is not installed; ./test.sh installs it where it can.");
        return found!;
    }

    /// <summary>Skips the test for want of something from outside, or fails it on a build server.</summary>
    public static void MissingOrSkip(string reason)
    {
        if (IsBuildServer)
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static bool IsExecutable(string file) =>
        File.Exists(file)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
