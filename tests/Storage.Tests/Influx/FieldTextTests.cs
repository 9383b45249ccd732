using CsCheck;
using LlmSentinel.Storage.Influx;

namespace LlmSentinel.Storage.Tests.Influx;

public sealed class FieldTextTests
{
    [Fact]
    public void Decode_OfEncoded_IsTheText() => Gen.String[Gen.Char["ab\n\r\0\u2400\u240A\u240D\u241B\u2424"], 0, 12].Sample(text =>
    {
        var encoded = FieldText.Encode(text);
        Assert.DoesNotContain('\n', encoded);
        Assert.DoesNotContain('\r', encoded);
        Assert.DoesNotContain('\0', encoded);
        Assert.Equal(text, FieldText.Decode(encoded));
    });

    [Fact]
    public void Encode_OrdinaryText_IsLeftAsItIs()
    {
        const string Text = "gpt-5.4, \u65E5\u672C\u8A9E \u2026";
        Assert.Same(Text, FieldText.Encode(Text));
        Assert.Same(Text, FieldText.Decode(Text));
    }
}
