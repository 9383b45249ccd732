using LlmSentinel.Storage.Influx.Reading;

namespace LlmSentinel.Storage.Tests.Influx.Reading;

public sealed class InfluxQlTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", @"'it\'s'")]
    [InlineData(@"back\", @"'back\\'")]
    [InlineData(@"\'; DROP DATABASE x --", @"'\\\'; DROP DATABASE x --'")]
    [InlineData("two\nlines", @"'two\nlines'")]
    [InlineData("a\r\0b", @"'a\n\nb'")]
    public void Text_AnyText_StaysOneText(string text, string quoted) => Assert.Equal(quoted, InfluxQl.Text(text));

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"back\", "\"back\\\\\"")]
    public void Name_AnyText_StaysOneName(string name, string quoted) => Assert.Equal(quoted, InfluxQl.Name(name));

    [Theory]
    [InlineData("x' OR 'a' = 'a")]
    [InlineData("x\\' OR 'a' = 'a")]
    [InlineData("x'; DROP MEASUREMENT llm_exchange --")]
    [InlineData("x\" = '' OR \"upstream")]
    public async Task Text_OfAnAttack_FindsNothingAndDoesNothing(string attack)
    {
        await using var server = await InfluxServer.StartAsync();
        await server.WriteAsync("m,t=safe f=1i 5\n"u8.ToArray());

        Assert.Empty(await server.QueryAsync($"SELECT * FROM m WHERE \"t\" = {InfluxQl.Text(attack)}"));
        Assert.Single(await server.QueryAsync("SELECT * FROM m"));
    }
}
