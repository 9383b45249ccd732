namespace LlmSentinel.Conformance.Harness;

/// <summary>Where and how a scenario's client calls.</summary>
/// <param name="Root">Root address of the provider: the simulator's, or an upstream's on the sidecar.</param>
/// <param name="Headers">Headers to send along: the application's name and what steers the simulator.</param>
public sealed record ClientCall(Uri Root, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The root with a path behind it.</summary>
    public Uri At(string path) => new(Root.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>An HTTP client that adds the headers; SDKs that have no place for them get it.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in Headers)
            client.DefaultRequestHeaders.Add(name, value);
        return client;
    }
}
