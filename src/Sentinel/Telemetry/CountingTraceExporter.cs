using System.Diagnostics;
using LlmSentinel.Core.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace LlmSentinel.Sentinel.Telemetry;

/// <summary>Pushes spans, gives their places back and counts those a collector did not take.</summary>
internal sealed class CountingTraceExporter(OtlpExporterOptions options, SpanBudget budget, LabelledCounts drops) : OtlpTraceExporter(options)
{
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        var count = (int)activityBatch.Count;
        var result = ExportResult.Failure;
        try
        {
            result = base.Export(activityBatch);
            return result;
        }
        finally
        {
            budget.Leave(count);
            if (result != ExportResult.Success)
                drops.Add(SpanSink.QueueName, DropReasons.Failed, count);
        }
    }
}
