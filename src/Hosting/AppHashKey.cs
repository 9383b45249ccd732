using System.Security.Cryptography;
using System.Text;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Hosting;

/// <summary>
/// The key under which credentials are hashed to tell applications apart: configured, or made once and kept beside the database or the spool so that
/// an application keeps its name over restarts.
/// </summary>
internal static class AppHashKey
{
    private const int Bytes = 32;

    public static byte[] Of(SentinelOptions options)
    {
        if (options.Proxy.AppHashKey.Length > 0)
            return SHA256.HashData(Encoding.UTF8.GetBytes(options.Proxy.AppHashKey));
        return options.Store.Kind switch
        {
            StoreKinds.Sqlite => Kept(options.Store.Path + ".app-key"),
            StoreKinds.InfluxDb => Kept(options.Store.Spool.Path.TrimEnd('/') + ".app-key"),
            _ => RandomNumberGenerator.GetBytes(Bytes),
        };
    }

    private static byte[] Kept(string path)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Bytes } kept)
                return kept;

            var made = RandomNumberGenerator.GetBytes(Bytes);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, create);
            file.Write(made);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be written makes the store fail loudly; applications are told apart until the next start.
            return RandomNumberGenerator.GetBytes(Bytes);
        }
    }
}
