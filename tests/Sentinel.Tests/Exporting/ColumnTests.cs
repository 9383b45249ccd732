using System.Reflection;
using System.Runtime.CompilerServices;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Api.Views;
using LlmSentinel.Sentinel.Exporting.Columns;

namespace LlmSentinel.Sentinel.Tests.Exporting;

public sealed class ColumnTests
{
    // For spans and samples; no store keeps them.
    private static readonly string[] NotKept = [nameof(Exchange.ParentSampled), nameof(Exchange.ServerAddress), nameof(Exchange.ServerPort), nameof(Exchange.SampleRate)];

    [Fact]
    public void EveryFieldOfAnExchange_HasAColumn()
    {
        Type[] parts = [typeof(ExchangeTiming), typeof(TokenUsage), typeof(ExchangeCost), typeof(RateLimitHeadroom)];
        var fields = Fields(typeof(Exchange)).Where(field => !parts.Contains(field.PropertyType)).Select(field => field.Name).Except(NotKept).Count()
            + parts.Sum(part => Fields(part).Count());

        Assert.Equal(fields, ExportColumns.Count);
    }

    [Fact]
    public void RequiredColumns_AreThoseTheApiAlwaysGives()
    {
        var required = Required(typeof(ExchangeView), "")
            .Concat(Required(typeof(TimingView), "timing."))
            .Concat(Required(typeof(UsageView), "usage."))
            .Concat(Required(typeof(CostView), "cost."))
            .Except(["timing", "usage", "cost"]);

        Assert.Equal(required.Order(StringComparer.Ordinal), ExportColumns.All.Where(column => column.Required).Select(column => column.Json).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_AreSmallLettersAndSayTheirUnit() => Assert.All(ExportColumns.All, column =>
    {
        Assert.Matches("^[a-z][a-z0-9_]*$", column.Name);
        Assert.Equal(column.Kind == ColumnKind.Duration, column.Name.EndsWith("_ms", StringComparison.Ordinal));
        Assert.Equal(column.Kind == ColumnKind.Money, column.Name.EndsWith("_usd", StringComparison.Ordinal));
    });

    private static IEnumerable<PropertyInfo> Fields(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    private static IEnumerable<string> Required(Type view, string prefix) => view.GetProperties()
        .Where(property => property.GetCustomAttribute<RequiredMemberAttribute>() is not null)
        .Select(property => prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
}
