using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Usage;

/// <summary>Asks for usage in an OpenAI chat or completions stream by setting <c>stream_options.include_usage</c>.</summary>
public static class UsageAsk
{
    private static readonly byte[] Member = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] MemberAndComma = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] Options = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] OptionsMember = ",\"stream_options\":{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    /// <summary>
    /// Finds the change that asks. False when there is none to make: the body is no whole JSON object, asks for no stream, asks for
    /// usage already, declines it in so many words, or holds something there that only the server can judge.
    /// </summary>
    public static bool TryEdit(RequestReader request, RequestFacts facts, out BodyEdit edit)
    {
        edit = default;
        if (!request.IsComplete || facts.Stream != true)
            return false;

        var options = request.Layout.StreamOptions;
        var include = request.Layout.IncludeUsage;
        BodyEdit? found = (options.Kind, include.Kind) switch
        {
            (JsonKind.Absent, _) => new BodyEdit(request.Layout.ClosingBrace, 0, OptionsMember),
            (JsonKind.Null, _) => Replace(options, Options),
            (JsonKind.Object, JsonKind.Absent) =>
                new BodyEdit(options.Start + 1, 0, request.Layout.StreamOptionsIsEmpty ? Member : MemberAndComma),
            (JsonKind.Object, JsonKind.Null) => Replace(include, True),
            _ => null,
        };
        edit = found ?? default;
        return found is not null;
    }

    private static BodyEdit Replace(JsonRange range, byte[] by) => new(range.Start, (int)(range.End - range.Start), by);
}
