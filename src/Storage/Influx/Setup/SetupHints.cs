using System.Net;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>What to do about a failure, by the keys of the configuration.</summary>
internal static class SetupHints
{
    /// <summary>Where nobody answers, or somebody else.</summary>
    public const string Url = "is store.url right?";

    private const string Credentials = "is store.token, store.tokenFile, or store.user with store.password right? --token-env names another token for this";

    /// <summary>Behind a refusal: what is asked for; empty where it is no matter of who asks.</summary>
    /// <param name="status">What the server answered.</param>
    /// <param name="rights">What the one who asks must be allowed to do.</param>
    public static string Of(HttpStatusCode? status, string rights) => status switch
    {
        // 2.x answers so as well to a token that is known and may not do this.
        HttpStatusCode.Unauthorized => $"; {Credentials}; {rights}",
        HttpStatusCode.Forbidden => $"; {rights}",
        _ => "",
    };
}
