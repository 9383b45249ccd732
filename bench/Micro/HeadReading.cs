using BenchmarkDotNet.Attributes;
using LlmSentinel.Proxy.Http1;

namespace LlmSentinel.Bench.Micro;

/// <summary>Reading the header lines of a provider's answer: most of them as in the answer before, two that are always new.</summary>
public class HeadReading
{
    private const int Heads = 64;
    private readonly HeaderCache _cache = new();
    private byte[][][] _heads = [];

    /// <summary>Makes the heads, each with an id and a rest of its own.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _heads = [.. Enumerable.Range(0, Heads).Select(i => Lines(i).Select(System.Text.Encoding.Latin1.GetBytes).ToArray())];
        Check.That(Read() > 0 && _cache.Read(_heads[0][0]).Value == "application/json", "lines are read");
    }

    /// <summary>The lines of a head.</summary>
    [Benchmark(OperationsPerInvoke = Heads)]
    public int Read()
    {
        var characters = 0;
        foreach (var head in _heads)
        {
            foreach (var line in head)
                characters += _cache.Read(line).Value.Length;
        }

        return characters;
    }

    private static string[] Lines(int i) =>
    [
        "Content-Type: application/json", "Date: Mon, 23 Nov 2026 12:00:00 GMT", "Server: uvicorn", "Transfer-Encoding: chunked",
        "openai-version: 2020-10-01", "openai-organization: org", "x-ratelimit-limit-requests: 10000", $"x-ratelimit-remaining-requests: {9999 - i}",
        "access-control-expose-headers: X-Request-ID", "strict-transport-security: max-age=31536000", $"x-request-id: req_{i:x32}", "cf-cache-status: DYNAMIC",
    ];
}
