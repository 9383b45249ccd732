using LlmSentinel.Core.Sampling;

namespace LlmSentinel.Core.Tests.Sampling;

/// <summary>Credentials are replaced, the rest is left as it is. No value here is a real one.</summary>
public sealed class CredentialRedactorTests
{
    private const string Run = "0123456789abcdefABCDEF0123456789abcdefAB";

    [Theory]
    [InlineData("sk-", "")]
    [InlineData("sk-proj-", "")]
    [InlineData("sk-ant-api03-", "")]
    [InlineData("sk-or-v1-", "")]
    [InlineData("gsk_", "")]
    [InlineData("xai-", "")]
    [InlineData("hf_", "")]
    [InlineData("AIza", "")]
    [InlineData("AKIA", "")]
    [InlineData("ASIA", "")]
    [InlineData("ghp_", "")]
    [InlineData("github_pat_", "")]
    [InlineData("xoxb-", "")]
    [InlineData("sk_live_", "")]
    [InlineData("r8_", "")]
    [InlineData("whsec_", "")]
    [InlineData("pplx-", "")]
    [InlineData("glpat-", "")]
    [InlineData("nvapi-", "")]
    [InlineData("ya29.", "")]
    [InlineData("ABSK", "")]
    [InlineData("gho_", "")]
    [InlineData("ghu_", "")]
    [InlineData("ghs_", "")]
    [InlineData("ghr_", "")]
    [InlineData("xoxp-", "")]
    [InlineData("rk_test_", "")]
    [InlineData("eyJhbGciOiJI.eyJzdWIiOiIx.", "")]
    [InlineData("Authorization: Bearer ", "Authorization: Bearer ")]
    [InlineData("authorization: basic ", "authorization: basic ")]
    [InlineData("\"api_key\": \"", "\"api_key\": \"")]
    [InlineData("OPENAI_API_KEY=", "OPENAI_API_KEY=")]
    [InlineData("aws_secret_access_key = ", "aws_secret_access_key = ")]
    [InlineData("password: ", "password: ")]
    [InlineData("passwd=", "passwd=")]
    [InlineData("X-Api-Key: ", "X-Api-Key: ")]
    [InlineData("apiKey = '", "apiKey = '")]
    [InlineData("clientSecret:", "clientSecret:")]
    [InlineData("secretKey=", "secretKey=")]
    [InlineData("access-token: ", "access-token: ")]
    [InlineData("refreshToken=", "refreshToken=")]
    [InlineData("AUTH_TOKEN=", "AUTH_TOKEN=")]
    public void Redact_ACredential_IsReplaced(string prefix, string kept)
    {
        var redacted = CredentialRedactor.Redact($"before {prefix}{Run} after");

        Assert.Equal($"before {kept}{CredentialRedactor.Mark} after", redacted);
    }

    [Fact]
    public void Redact_ManyInOneText_AllAreReplaced()
    {
        var text = $"key sk-{Run}, again sk-{Run}\nand https://bob:hunter2secret@db.example/x and Bearer sk-{Run}";

        var redacted = CredentialRedactor.Redact(text);

        Assert.Equal($"key [redacted], again [redacted]\nand https://bob:[redacted]@db.example/x and Bearer [redacted]", redacted);
    }

    [Theory]
    [InlineData("\n-----END RSA PRIVATE KEY-----")]
    [InlineData("")]
    public void Redact_APrivateKey_IsReplacedWholeOrCut(string end)
    {
        var key = $"-----BEGIN RSA PRIVATE KEY-----\nMIIEow{Run}\n{Run}{end}";

        Assert.Equal("Here: [redacted]", CredentialRedactor.Redact("Here: " + key));
    }

    [Theory]
    [InlineData("What does the sk- prefix of an API key mean, and why is a token not a password?")]
    [InlineData("Write to bob@example.org about task-0123456789abcdef0123 and risk-free-investments-for-everyone.")]
    [InlineData("http://localhost:8080/path and https://example.org:443/a@b")]
    [InlineData("The bearer of this ring, basic manners included.")]
    [InlineData("int[] hf_ids = { 1, 2 }; // AKIA is short")]
    public void Redact_TextWithoutCredentials_IsLeftAsItIs(string text) => Assert.Equal(text, CredentialRedactor.Redact(text));

    [Fact]
    public void Redact_TextMadeToBeSlow_Ends()
    {
        foreach (var piece in (string[])["-----BEGIN PRIVATE KEY-----", "://a:", "password=", "eyJaaaaaaaa.", "Bearer ", "sk-", "api_key    :    "])
            CredentialRedactor.Redact(string.Concat(Enumerable.Repeat(piece, 256 * 1024 / piece.Length)));
    }
}
