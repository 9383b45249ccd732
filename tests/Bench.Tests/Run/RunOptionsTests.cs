using LlmSentinel.Bench.SideBySide.Measure;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Run;

namespace LlmSentinel.Bench.Tests.Run;

public class RunOptionsTests
{
    [Fact]
    public void Parse_EverythingGiven_IsTaken()
    {
        var options = RunOptions.Parse(["--full", "--only", "closed/*", "--only", "open/*", "--targets", "direct,yarp", "--rounds", "9"]);

        Assert.Equal(Mode.Full, options.Mode);
        Assert.Equal(["closed/*", "open/*"], options.Only);
        Assert.Equal([TargetNames.Direct, TargetNames.Yarp], options.Targets);
        Assert.Equal(9, options.Rounds);
    }

    [Theory]
    [InlineData("--fast")]
    [InlineData("--targets", "apache")]
    [InlineData("--rounds")]
    public void Parse_NotUnderstood_SaysSo(params string[] arguments) =>
        Assert.Throws<FormatException>(() => RunOptions.Parse(arguments));

    [Fact]
    public void Catalogue_EachName_IsThereOnceAndInItsGroup()
    {
        Assert.Distinct(Catalogue.All.Select(scenario => scenario.Name));
        Assert.All(Catalogue.All, scenario => Assert.Contains(scenario.Group, new[] { "closed", "open", "paced", "prompt", "start", "memory", "head", "overload", "store-away" }));
    }

    [Fact]
    public void IsAskedFor_PatternGiven_TakesWhatFitsWhateverTheMode()
    {
        var options = RunOptions.Parse(["--quick", "--only", "paced/*"]);

        Assert.Equal(Catalogue.All.Where(s => s.Group == Groups.Paced), Catalogue.All.Where(s => s.IsAskedFor(options)));
    }

    [Fact]
    public void Judge_OutsideLoad_IsNamed()
    {
        Assert.Null(NoiseWatch.Judge(outside: 0.02, stolen: 0.01));
        Assert.Equal("other programs used 25 % of the processors", NoiseWatch.Judge(0.25, 0));
        Assert.Equal("the hypervisor took 10 % of the processors", NoiseWatch.Judge(0, 0.1));
    }
}
