namespace LlmSentinel.Core.Upstreams;

/// <summary>What is known of a provider or server before the user says anything.</summary>
public sealed record UpstreamPreset
{
    /// <summary>One of <see cref="UpstreamPresetNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Base URL without a trailing slash; the client's path is appended to it. Null: the user must give one.</summary>
    public string? Address { get; init; }

    /// <summary>OpenTelemetry <c>gen_ai.provider.name</c>.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Where the key goes when the sentinel adds one.</summary>
    public CredentialForm Credential { get; init; } = CredentialForm.Bearer;

    /// <summary>
    /// Every chat endpoint of this provider accepts <c>stream_options.include_usage</c>, and a stream may carry no usage without it.
    /// False where some version refuses it, where usage comes unasked, and where nothing is known.
    /// </summary>
    public bool AcceptsIncludeUsage { get; init; }

    /// <summary>A server on the user's own hardware: calls have no price per token.</summary>
    public bool Local { get; init; }

    /// <summary>One of <c>DialectNames</c>: the shape of an error on a path that tells no dialect.</summary>
    public required string DefaultDialect { get; init; }
}
