using LlmSentinel.Core.Recording;
using LlmSentinel.Hosting.Admin;

namespace LlmSentinel.Sentinel.Api;

/// <summary>Turns what handlers throw into problem details. What went wrong inside is logged and not told.</summary>
internal sealed class AdminErrors(RequestDelegate next, ILogger<AdminErrors> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadParameterException problem)
        {
            await Problems.BadParameter(problem).ExecuteAsync(context);
        }
        catch (StoreUnavailableException problem)
        {
            await Problems.StoreUnavailable(problem.Message).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody is left to be told.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            ApiLog.AdminRequestFailed(logger, context.Request.Path.Value ?? "", exception);
            await context.WriteAsync(new ProblemView(
                StatusCodes.Status500InternalServerError, "Internal error", "The sentinel's log says what went wrong. Calls are forwarded as ever."));
        }
    }
}
