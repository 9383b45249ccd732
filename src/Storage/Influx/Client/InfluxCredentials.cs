using System.Net.Http.Headers;
using System.Text;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>
/// How requests are signed. A token from a file is read again before each request: where secrets are rotated, the file changes while
/// the process runs.
/// </summary>
internal sealed class InfluxCredentials(StoreOptions options)
{
    // A file can be half replaced, or gone for a moment: what was read last holds on then.
    private volatile string? _lastRead;

    /// <summary>The header; null for none.</summary>
    public AuthenticationHeaderValue? Header(InfluxKind kind)
    {
        if (Token() is { Length: > 0 } token)
            return new AuthenticationHeaderValue(Scheme(kind), token);
        if (options.User is not { Length: > 0 } user)
            return null;
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}")));
    }

    // 2.x knows only the first word, 1.x (whose tokens are JWTs) and 3 the second; whoever does not say what it is, most likely both.
    private static string Scheme(InfluxKind kind) => kind is InfluxKind.V1 or InfluxKind.V3 ? "Bearer" : "Token";

    private string? Token()
    {
        if (options.TokenFile is not { Length: > 0 } path)
            return options.Token;
        try
        {
            var read = File.ReadAllText(path).Trim();
            return read.Length > 0 && read.All(c => c is > ' ' and <= '~') ? _lastRead = read : _lastRead;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return _lastRead;
        }
    }
}
