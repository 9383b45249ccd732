namespace LlmSentinel.Core.Wire.Framing;

/// <summary>What a content type promises of a body; gateways do not always keep it.</summary>
internal enum BodyLabel
{
    /// <summary>Nothing usable: no type, text, octets.</summary>
    None,

    /// <summary>Server-sent events.</summary>
    ServerSentEvents,

    /// <summary>JSON lines.</summary>
    NdJson,

    /// <summary>Amazon event stream.</summary>
    EventStream,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>Media: never read.</summary>
    Media,
}
