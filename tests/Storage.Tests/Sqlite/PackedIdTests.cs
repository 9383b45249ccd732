using CsCheck;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Tests.Sqlite;

public sealed class PackedIdTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["0123456789abcdef"], 0, 140],
        Gen.String[Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"], 0, 140],
        Gen.String[Gen.Char["0123456789abcdefA-_ é"], 0, 60],
        Gen.Guid.Select(g => g.ToString()),
        Gen.Guid.Select(g => g.ToString().ToUpperInvariant()),
        Gen.Guid.Select(g => g.ToString("N")));

    private static readonly Gen<string> Prefix = Gen.OneOf("", "chatcmpl-", "req_", "resp_", "msg_", "msg_bdrk_", "cmpl-", "gen-", "req-", "CHATCMPL-");

    [Fact]
    public void TryPack_AnyText_ComesBackAsItWas() =>
        Gen.Select(Prefix, Text, static (prefix, text) => prefix + text).Sample(static id =>
        {
            Span<byte> packed = stackalloc byte[PackedId.MaxBytes];
            return !PackedId.TryPack(id, packed, out var length)
                || (length < id.Length && PackedId.Unpack(packed[..length]) == id);
        });

    [Theory]
    [InlineData("chatcmpl-AtTLYdyD4gxfEbKVDOFKMhzWUYmGx", 23)] // OpenAI
    [InlineData("resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b", 25)]
    [InlineData("req_0f3c8a6b2d9e4517a1c4e7f09b8d6235", 17)]
    [InlineData("msg_01XFDUDYJgAACzvnptvVoYEL", 19)] // Anthropic
    [InlineData("req_011CSHoEeqs5C35K2UUqR7Fy", 19)]
    [InlineData("msg_bdrk_01XFDUDYJgAACzvnptvVoYEL", 23)] // Bedrock
    [InlineData("1f4b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", 17)] // Azure, Cohere, DeepSeek, xAI
    [InlineData("chatcmpl-1f4b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", 17)] // vLLM, Groq
    [InlineData("chatcmpl-1f4b2c3d5e6f4a7b8c9d0e1f2a3b4c5d", 17)]
    [InlineData("req_01jbd6g2qdfw2adyrt2az8hz4w", 21)]
    [InlineData("iBqIZ5fxKvKSxN8P1OCpgQk", 19)] // Gemini
    [InlineData("gen-1742859183-wV2dBLpQ8xRt3YkN5mHs", 25)] // OpenRouter
    [InlineData("b3b5a6d2c1e84f7f9a0d1e2f3a4b5c6d", 17)] // Mistral
    public void TryPack_IdOfAProvider_TakesAboutHalf(string id, int bytes)
    {
        Span<byte> packed = stackalloc byte[PackedId.MaxBytes];

        Assert.True(PackedId.TryPack(id, packed, out var length));
        Assert.Equal(bytes, length);
        Assert.Equal(id, PackedId.Unpack(packed[..length]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("chatcmpl-123")] // Ollama
    [InlineData("0000000008")]
    [InlineData("an id with spaces in it")]
    [InlineData("req_\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9")]
    public void TryPack_ShortOrUnusual_StaysText(string id) =>
        Assert.False(PackedId.TryPack(id, new byte[PackedId.MaxBytes], out _));

    [Fact]
    public void Unpack_AnyBytes_GivesText() =>
        Gen.Byte.Array[0, 120].Sample(static bytes => PackedId.Unpack(bytes) is not null);
}
