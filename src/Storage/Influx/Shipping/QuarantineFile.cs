using System.Globalization;
using System.Text;
using LlmSentinel.Storage.Files;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// Points a server does not take, as they would have been sent, each below a comment with the time and the server's words: a file
/// that can be mended and written to a server as it is. When it is full it becomes the older of two, whose place it takes.
/// </summary>
internal sealed class QuarantineFile(string folder, TimeProvider time, long mostBytes = 16 * 1024 * 1024)
{
    /// <summary>Where points are set aside.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, "quarantine.lp");

    /// <summary>Where those go that were set aside longest ago.</summary>
    public string OlderPath { get; } = System.IO.Path.Combine(folder, "quarantine.older.lp");

    /// <summary>Adds points.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Add(LineBatch batch, IReadOnlyList<QuarantinedLine> lines)
    {
        PrivateFolder.Create(folder);
        using var file = Open();
        var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        foreach (var line in lines)
        {
            file.Write(Encoding.UTF8.GetBytes($"# {now} {line.Word}: {line.Reason}\n"));
            file.Write(batch.Line(line.Index));
            file.Write("\n"u8);
        }
    }

    private FileStream Open()
    {
        if (File.Exists(Path) && new FileInfo(Path).Length >= mostBytes)
            File.Move(Path, OlderPath, overwrite: true);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path, options);
    }
}
