using System.IO.Hashing;
using System.Text;

namespace LlmSentinel.Configuration;

/// <summary>Finds and reads the configuration file.</summary>
internal static class ConfigurationFile
{
    /// <summary>Names the file, unless an option does.</summary>
    public const string Variable = "SENTINEL_CONFIG";

    // A fleet's configuration is some ten kilobytes; beyond this somebody named the wrong file.
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly string[] Places = ["sentinel.yaml", Path.Combine("config", "sentinel.yaml")];

    /// <summary>The path to read, and who named it; the path is null when nobody did and there is no file in the usual places.</summary>
    public static (string? Path, string NamedBy) Find(string? option, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        if (!string.IsNullOrEmpty(option))
            return (option, "--config");
        if (environment.GetValueOrDefault(Variable) is { Length: > 0 } named)
            return (named, Variable);
        return (Array.Find(Places, place => File.Exists(Path.Combine(workingDirectory, place))), "");
    }

    /// <summary>The text and its hash, or why there is none.</summary>
    public static (string? Text, string Hash, string? Problem) Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes)
                return (null, "", "the file is larger than 4 MiB");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var hash = Convert.ToHexStringLower(XxHash128.Hash(bytes));
            return (Decode(bytes), hash, null);
        }
        catch (DecoderFallbackException)
        {
            return (null, "", "the file is not UTF-8 text");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "", "the file does not exist");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, "", "the file cannot be read");
        }
    }

    private static string Decode(byte[] bytes)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8.GetString(bytes, 3, bytes.Length - 3) : utf8.GetString(bytes);
    }
}
