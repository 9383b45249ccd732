using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class RoundTripTests
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Fact]
    public void Load_AnyValidOptionsAsYaml_GivesThoseOptions() => Gen.Int.Sample(
        seed =>
        {
            var (yaml, expected) = new RandomOptions(seed).Next();

            var options = Load.Valid(yaml).Options;

            // By reflection on purpose: the loader binds with generated code, and the two must agree.
            var actual = JsonSerializer.SerializeToNode(options, Plain)!.AsObject();
            if (expected["proxy"]!["defaultUpstream"] is not null && !options.Upstreams.ContainsKey("openai"))
                expected["proxy"]!["defaultUpstream"] = options.Upstreams.Count == 1 ? options.Upstreams.Keys.Single() : "";
            Assert.True(JsonNode.DeepEquals(expected, actual), $"{yaml}\nexpected {expected}\nactual {actual}");
        },
        iter: 300);
}
