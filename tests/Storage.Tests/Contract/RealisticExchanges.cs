using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>Exchanges as traffic makes them: few models and apps, ids nobody can compress, times and counts of their own.</summary>
internal static class RealisticExchanges
{
    public static List<Exchange> Make(int count)
    {
        var random = new Random(3);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var e = Exchanges.At(i * 0.01);
                var model = "model-" + random.Next(12);
                return (e with
                {
                    Upstream = "openai",
                    ResponseModel = model,
                    RequestModel = model,
                    App = "app-" + random.Next(8),
                    ResponseId = "chatcmpl-" + Letters(29),
                    ProviderRequestId = "req_" + Letters(32),
                    Timing = e.Timing with
                    {
                        Duration = Span(8_000_000), TimeToFirstByte = Span(900_000), TimeToFirstToken = Span(1_500_000),
                        TimePerOutputToken = Span(40_000), AddedRequest = Span(300), AddedResponse = Span(100),
                    },
                }).WithTokens(random.Next(8000), random.Next(900));
            }),
        ];

        TimeSpan Span(int below) => TimeSpan.FromMicroseconds(random.Next(below));

        string Letters(int length) => new(random.GetItems("abcdefghijklmnopqrstuvwxyz0123456789".AsSpan(), length));
    }
}
