using System.ComponentModel;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>A page of exchanges.</summary>
internal sealed record ExchangePageView(
    [property: Description("Newest first.")] IReadOnlyList<ExchangeView> Items,
    [property: Description("Pass as cursor to get the next page; null on the last.")] string? Next);
