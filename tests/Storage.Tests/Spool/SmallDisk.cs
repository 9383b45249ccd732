using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>A real file system of half a megabyte, in memory: it gets full, and it can be made read-only. Only root may mount one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();

    private SmallDisk()
    {
    }

    public static async Task<SmallDisk> MountOrSkipAsync()
    {
        var disk = new SmallDisk();
        var mount = External.RequireOrSkip("mount");
        var mounted = await ProcessRun.RunAsync(mount, ["-t", "tmpfs", "-o", "size=512k", "tmpfs", disk._folder.Path]);
        if (mounted.ExitCode == 0)
            return disk;
        disk._folder.Dispose();
        Assert.Skip("A small file system can be mounted by root only: " + mounted.Error.Trim());
        throw new InvalidOperationException();
    }

    public string File(string name) => _folder.File(name);

    /// <summary>Writes a file until not another page fits.</summary>
    public void Fill(string name)
    {
        using var file = new FileStream(File(name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // Intentionally ignored: full.
        }
    }

    public async Task RemountAsync(string mode)
    {
        var run = await ProcessRun.RunAsync(External.RequireOrSkip("mount"), ["-o", "remount," + mode, _folder.Path]);
        Assert.Equal("", run.Error);
    }

    public async ValueTask DisposeAsync()
    {
        var run = await ProcessRun.RunAsync(External.RequireOrSkip("umount"), ["-l", _folder.Path]);
        Assert.Equal("", run.Error);
        _folder.Dispose();
    }
}
