using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting.Formats;

namespace LlmSentinel.Sentinel.Tests.Exporting;

/// <summary>Exchanges through a format and back, in memory.</summary>
internal static class Transferred
{
    public static async Task<byte[]> WriteAsync(string format, params IReadOnlyList<Exchange> exchanges)
    {
        using var bytes = new MemoryStream();
        await using var writer = ExchangeFormats.Writer(format, bytes);
        foreach (var batch in exchanges.Chunk(3))
            await writer.WriteAsync(batch, CancellationToken.None);
        await writer.CompleteAsync(CancellationToken.None);
        return bytes.ToArray();
    }

    public static async Task<List<ReadRow>> ReadAsync(string format, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var rows = new List<ReadRow>();
        await foreach (var row in ExchangeFormats.Reader(format, stream).ReadAsync(CancellationToken.None))
            rows.Add(row);
        return rows;
    }

    public static Task<List<ReadRow>> ReadAsync(string format, string text) => ReadAsync(format, Encoding.UTF8.GetBytes(text));

    /// <summary>What columns hold of it: limits of which nothing is known are none.</summary>
    public static Exchange InColumns(Exchange exchange) =>
        exchange.RateLimit == new RateLimitHeadroom() ? exchange with { RateLimit = null } : exchange;
}
