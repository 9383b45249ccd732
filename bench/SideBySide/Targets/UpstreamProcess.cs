using System.Diagnostics;
using System.Globalization;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>The provider all targets forward to.</summary>
internal static class UpstreamProcess
{
    public static ChildProcess Start(Places places, int port)
    {
        var start = new ProcessStartInfo(places.Bench, ["upstream", port.ToString(CultureInfo.InvariantCulture)]);
        start.Environment["DOTNET_gcServer"] = "0";
        return ChildProcess.Start("upstream", start);
    }
}
