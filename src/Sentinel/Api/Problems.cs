using LlmSentinel.Hosting.Admin;

namespace LlmSentinel.Sentinel.Api;

/// <summary>Answers that say what is wrong, as problem details.</summary>
internal static class Problems
{
    public static IResult Of(ProblemView problem) =>
        Results.Json(problem, ApiJsonContext.Default.ProblemView, "application/problem+json", problem.Status);

    public static IResult BadParameter(BadParameterException problem) =>
        Of(new ProblemView(StatusCodes.Status400BadRequest, "Bad parameter", problem.Message) { Parameter = problem.Parameter, Allowed = problem.Allowed });

    public static IResult NotFound(string detail) => Of(new ProblemView(StatusCodes.Status404NotFound, "Not found", detail));

    public static IResult StoreUnavailable(string detail) =>
        Of(new ProblemView(StatusCodes.Status503ServiceUnavailable, "Store unavailable", detail));
}
