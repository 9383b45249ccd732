using System.Reflection;
using BenchmarkDotNet.Running;
using LlmSentinel.Bench.Micro;

namespace LlmSentinel.Micro.Tests;

/// <summary>Every benchmark still does what it is to time: each setup checks that, here with every parameter.</summary>
public class MicroBenchmarkTests
{
    public static TheoryData<string> Names => [.. MicroConfig.Benchmarks.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Benchmark_RunOnce_DoesItsWork(string name)
    {
        var cases = BenchmarkConverter.TypeToBenchmarks(MicroConfig.Benchmarks.Single(type => type.Name == name)).BenchmarksCases;

        Assert.NotEmpty(cases);
        foreach (var one in cases)
            await RunOnce(one);
    }

    [Fact]
    public void Benchmarks_AreAllListed() =>
        Assert.Equal(
            typeof(MicroConfig).Assembly.GetTypes().Where(HoldsBenchmarks).Select(type => type.Name).Order(),
            MicroConfig.Benchmarks.Select(type => type.Name).Order());

    private static bool HoldsBenchmarks(Type type) =>
        type.GetMethods().Any(method => method.GetCustomAttribute<BenchmarkDotNet.Attributes.BenchmarkAttribute>() is not null);

    private static async Task RunOnce(BenchmarkCase one)
    {
        var benchmark = Activator.CreateInstance(one.Descriptor.Type)!;
        foreach (var parameter in one.Parameters.Items)
            one.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(benchmark, parameter.Value);
        await Call(one.Descriptor.GlobalSetupMethod, benchmark);
        await Call(one.Descriptor.WorkloadMethod, benchmark);
        await Call(one.Descriptor.GlobalCleanupMethod, benchmark);
    }

    private static async Task Call(MethodInfo? method, object benchmark)
    {
        if (method?.Invoke(benchmark, null) is Task task)
            await task;
    }
}
