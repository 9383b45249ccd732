using System.Security.Cryptography;
using System.Text;
using LlmSentinel.Core.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace LlmSentinel.Hosting.Admin;

/// <summary>
/// Stands before every admin page. With a token: asks for it. Without: answers only to names of this machine, so that no web page
/// can reach it by pointing its own name here (DNS rebinding). Health probes are always answered. There is no CORS.
/// </summary>
public sealed class AdminGuard(RequestDelegate next, AdminOptions options, ILogger<AdminGuard> logger)
{
    // Hashed, so that comparing takes the same time whatever the length.
    private readonly byte[]? _token = options.Token.Length == 0 ? null : Hash(options.Token);

    /// <summary>Lets a request through or answers it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

        var path = context.Request.Path;
        if (path == ProbePaths.Health || path == ProbePaths.Ready)
            return next(context);
        if (_token is null)
            return AdminAddress.IsLoopback(context.Request.Host.Host) ? next(context) : RefuseHostAsync(context);
        return HasToken(context.Request, _token) ? next(context) : RefuseTokenAsync(context);
    }

    private static bool HasToken(HttpRequest request, byte[] token)
    {
        const string Scheme = "Bearer ";
        var authorization = request.Headers.Authorization;
        return authorization.Count == 1
            && authorization[0] is { } value
            && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(value[Scheme.Length..].Trim()), token);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private Task RefuseHostAsync(HttpContext context)
    {
        AdminLog.AdminRequestRefused(logger, context.Connection.RemoteIpAddress, "the Host header names another machine");
        return context.WriteAsync(new ProblemView(
            StatusCodes.Status403Forbidden,
            "Forbidden",
            "Without admin.token the admin port answers only requests whose Host header is localhost, 127.0.0.1 or [::1]."));
    }

    private Task RefuseTokenAsync(HttpContext context)
    {
        AdminLog.AdminRequestRefused(logger, context.Connection.RemoteIpAddress, "it carries no valid token");
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"llm-sentinel\"";
        return context.WriteAsync(new ProblemView(
            StatusCodes.Status401Unauthorized, "Unauthorized", "This needs the header 'Authorization: Bearer <admin.token>'."));
    }
}
