namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Models known to think without showing it: a count of their visible text is a lower bound of what is billed.</summary>
internal static class HiddenReasoning
{
    /// <summary>Sets the facts' mark when the responding model is one of them.</summary>
    public static void Mark(ResponseFacts facts)
    {
        if (!facts.HiddenOutput && facts.Model is { } model && IsHidden(model))
            facts.HiddenOutput = true;
    }

    // OpenAI's o series and gpt-5 family, also behind a vendor prefix.
    private static bool IsHidden(ReadOnlySpan<char> model)
    {
        model = model[(model.LastIndexOf('/') + 1)..];
        if (model.StartsWith("gpt-5", StringComparison.OrdinalIgnoreCase))
            return !model.Contains("chat", StringComparison.OrdinalIgnoreCase);
        return model.Length > 1 && model[0] is 'o' or 'O' && char.IsAsciiDigit(model[1]);
    }
}
