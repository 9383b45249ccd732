using System.Text;
using System.Text.RegularExpressions;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx.Writing;

public sealed partial class PointTagsTests
{
    [Fact]
    public void Write_TagsOfTheConfiguration_StandInOrderAmongThePointsOwn()
    {
        var tags = new PointTags(new Dictionary<string, string> { ["zone"] = "eu west", ["host"] = "pod-1", ["aa"] = "1", ["none"] = "" });

        var keys = TagKey().Matches(Line(tags).Split(" schema=")[0]).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(["aa", "app", "host", "model", "operation", "outcome", "upstream", "zone"], keys);
        Assert.Contains(@",zone=eu\ west schema=", Line(tags), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FullExchange_HasOnlyNamesATagOfTheConfigurationCannotTake() =>
        Assert.DoesNotContain(Name().Matches(Line(null)), name => !PointNames.Taken.Contains(name.Groups[1].Value));

    private static string Line(PointTags? tags)
    {
        var lines = new LineBuffer();
        ExchangeLine.Write(lines, Exchanges.Sample, 5, tags);
        return Encoding.UTF8.GetString(lines.Written);
    }

    [GeneratedRegex(",([a-z]+)=")]
    private static partial Regex TagKey();

    [GeneratedRegex("[, ]([a-z_0-9]+)=")]
    private static partial Regex Name();
}
