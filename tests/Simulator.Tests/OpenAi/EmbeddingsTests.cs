using System.Runtime.InteropServices;

namespace LlmSentinel.Simulator.Tests.OpenAi;

public sealed class EmbeddingsTests
{
    [Fact]
    public async Task FloatsAndBase64_CarryTheSameVector()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var floats = await sim.JsonAsync("/v1/embeddings", new { model = "text-embedding-3-small", input = "a river" });
        var base64 = await sim.JsonAsync("/v1/embeddings", new { model = "text-embedding-3-small", input = "a river", encoding_format = "base64" });

        var plain = floats.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle()).ToArray();
        var packed = MemoryMarshal.Cast<byte, float>(base64.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64()).ToArray();
        Assert.Equal(1536, plain.Length);
        Assert.Equal(plain, packed);
        Assert.InRange(plain.Sum(v => v * v), 0.9f, 1.1f);
        Assert.Equal(2, floats.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task SameText_SameVector_OtherText_NearlyOrthogonal()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync("/v1/embeddings", new { model = "m", dimensions = 256, input = new[] { "a", "b", "a" } });

        var vectors = json.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("embedding").EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
        Assert.Equal(256, vectors[0].Length);
        Assert.Equal(vectors[0], vectors[2]);
        Assert.InRange(vectors[0].Zip(vectors[1], (x, y) => x * y).Sum(), -0.3, 0.3);
    }
}
