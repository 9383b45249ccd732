using LlmSentinel.Core.Sampling;
using LlmSentinel.Testing;

namespace LlmSentinel.Core.Tests.Sampling;

/// <summary>The newest samples and no more.</summary>
public sealed class RecentSamplesTests
{
    [Fact]
    public void Record_MoreThanKept_TheOldestGo_AndAChangedNumberCountsAtOnce()
    {
        var keep = 3;
        var samples = new RecentSamples(() => keep);
        for (var i = 0; i < 5; i++)
            samples.Record(Sample($"{i}"));
        Assert.Equal(["4", "3", "2"], Texts(samples));

        keep = 2;
        samples.Record(Sample("5"));

        Assert.Equal(["5", "4"], Texts(samples));
        Assert.Equal(["5"], samples.Newest(1, _ => true).Select(s => s.Answer.Text));
        Assert.Equal(["4"], samples.Newest(9, s => s.Answer.Text == "4").Select(s => s.Answer.Text));
    }

    [Fact]
    public void Record_MoreBytesThanKept_TheOldestGo()
    {
        var samples = new RecentSamples(() => 1000);
        var text = new string('x', RecentSamples.MostBytes / 8);
        for (var i = 0; i < 10; i++)
            samples.Record(Sample(text));

        Assert.Equal(4, Texts(samples).Count);
    }

    [Fact]
    public void Clear_ThenFind_FindsNothing()
    {
        var samples = new RecentSamples(() => 10);
        samples.Record(Sample("one"));
        Assert.NotNull(samples.Find(SampleExchange.Chat.Id));

        samples.Clear();

        Assert.Null(samples.Find(SampleExchange.Chat.Id));
        Assert.Empty(Texts(samples));
    }

    private static IReadOnlyList<string> Texts(RecentSamples samples) => [.. samples.Newest(1000, _ => true).Select(s => s.Answer.Text)];

    private static ExchangeSample Sample(string answer) =>
        new(SampleExchange.Chat, new SampledPrompt([], false), new SampledAnswer(answer, "", [], false, true));
}
