using System.Globalization;
using LlmSentinel.Bench.SideBySide.Net;

namespace LlmSentinel.Bench.SideBySide.Measure;

/// <summary>Tells whether something that is not part of the bench used the processors meanwhile.</summary>
internal sealed class NoiseWatch
{
    // Shares of all processors. The kernel's own work for the sockets is not fully accounted to processes.
    private const double OutsideLimit = 0.06;
    private const double StolenLimit = 0.03;
    private const double TickMicroseconds = 10_000;

    private readonly Func<double> _ours;
    private readonly long _since = Clock.Now;
    private readonly (double Busy, double Stolen) _machine = Machine();
    private readonly double _oursBefore;

    /// <summary>Begins to watch.</summary>
    /// <param name="ours">Processor time of everything that belongs to the bench, in microseconds.</param>
    public NoiseWatch(Func<double> ours) => (_ours, _oursBefore) = (ours, ours());

    /// <summary>What disturbed since the beginning; null when nothing did.</summary>
    public string? Disturbance()
    {
        var (busy, stolen) = Machine();
        var capacity = (Clock.Now - _since) / 1000.0 * Environment.ProcessorCount;
        return Judge((busy - _machine.Busy - (_ours() - _oursBefore)) / capacity, (stolen - _machine.Stolen) / capacity);
    }

    /// <summary>Puts shares of all processors into words; null when they are small.</summary>
    public static string? Judge(double outside, double stolen)
    {
        if (outside <= OutsideLimit && stolen <= StolenLimit)
            return null;
        return outside > OutsideLimit
            ? string.Create(CultureInfo.InvariantCulture, $"other programs used {outside:P0} of the processors")
            : string.Create(CultureInfo.InvariantCulture, $"the hypervisor took {stolen:P0} of the processors");
    }

    private static (double Busy, double Stolen) Machine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture) * TickMicroseconds).ToArray();
        return (fields[0] + fields[1] + fields[2], fields[7]);
    }
}
