namespace LlmSentinel.Configuration.Schema;

/// <summary>What an option is; the schema's <c>x-kind</c>, in lower case.</summary>
internal enum SchemaKind
{
    /// <summary>Keys known beforehand.</summary>
    Group,

    /// <summary>Keys chosen by the user, values of one kind.</summary>
    Map,

    /// <summary>Values of one kind.</summary>
    List,

    /// <summary>Text.</summary>
    String,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with decimals.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A duration with a unit.</summary>
    Duration,

    /// <summary>A number of bytes, with or without a unit.</summary>
    Bytes,
}
