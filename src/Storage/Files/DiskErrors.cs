namespace LlmSentinel.Storage.Files;

/// <summary>What went wrong with a file, in words for logs and the status page.</summary>
internal static class DiskErrors
{
    /// <summary>True for the exceptions the file system answers with, and for a handle somebody closed.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException or ObjectDisposedException;

    /// <summary>True when the file or its folder is not there.</summary>
    public static bool IsGone(Exception e) => e is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>One short phrase that goes on from a path.</summary>
    public static string Describe(Exception e) => e switch
    {
        UnauthorizedAccessException => "no permission",
        FileNotFoundException or DirectoryNotFoundException => "is gone",
        ObjectDisposedException => "its handle was closed",
        IOException io => Describe(io),
        _ => e.GetType().Name,
    };

    // .NET hands the system's own number through; these are the same on Linux and macOS but for the quota.
    private static string Describe(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 39 or 112 ? "the disk is full" : e.GetType().Name
        : e.HResult switch
        {
            5 => "the disk reports an error",
            9 => "its handle was closed",
            24 => "too many files are open",
            27 => "a file may not grow this large",
            28 => "the disk is full",
            30 => "the file system is read-only",
            69 or 122 => "the quota is used up",
            _ => e.GetType().Name,
        };
}
