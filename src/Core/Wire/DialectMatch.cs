namespace LlmSentinel.Core.Wire;

/// <summary>What a method and a path say of a call.</summary>
/// <param name="dialect">Reads the answer.</param>
/// <param name="operation">One of <see cref="OperationNames"/>.</param>
/// <param name="model">Model named in the path, decoded; null where it stands in the body.</param>
/// <param name="billable">False when the answer may carry usage that is not this call's: replays, token counting.</param>
public readonly struct DialectMatch(IDialect dialect, string operation, string? model = null, bool billable = true)
{
    /// <summary>Reads the answer.</summary>
    public IDialect Dialect { get; } = dialect;

    /// <summary>One of <see cref="OperationNames"/>.</summary>
    public string Operation { get; } = operation;

    /// <summary>Model named in the path, decoded; null where it stands in the body.</summary>
    public string? Model { get; } = model;

    /// <summary>Whether usage in the answer may be counted: becomes <see cref="ResponseFacts.Billable"/>.</summary>
    public bool Billable { get; } = billable;

    /// <summary>Whether the answer is text a model writes for this call.</summary>
    public bool GeneratesText => Operation is OperationNames.Chat or OperationNames.TextCompletion or OperationNames.GenerateContent;
}
