using System.Buffers;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>
/// A streamed answer: the head, then chunks at the planned times, then the planned fault or the end. A dialect writes into
/// <see cref="Out"/>, asks <see cref="NextAsync"/> before each output-bearing chunk and <see cref="LastAsync"/> before its
/// terminal events, and stops as soon as one of them says false.
/// </summary>
internal sealed class StreamReply(SimCall call, Plan plan, Action<IBufferWriter<byte>, SimCall> writeError) : IAsyncDisposable
{
    // Without pauses events are sent in blocks of this size.
    private const int BlockSize = 16 * 1024;

    private readonly BodySink _sink = new(call.Http.Response, call.Controls.Encoding);
    private int _sent;
    private double _due;

    public IBufferWriter<byte> Out => _sink;

    /// <summary>When the last chunk was due, in milliseconds after the request.</summary>
    public double PlannedMs => _due;

    public async ValueTask OpenAsync(string contentType)
    {
        if (plan.Timing.HeadMs > 0) await call.WaitUntilAsync(plan.Timing.HeadMs);
        var response = call.Http.Response;
        ReplyHeaders.Set(call);
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache";
        if (plan.Timing.HeadDelayMs is { } wait)
        {
            await _sink.FlushAsync(call.Aborted);
            await call.WaitUntilAsync(wait);
        }
    }

    public ValueTask<bool> NextAsync()
    {
        var index = _sent++;
        if (plan.Fault != FaultKind.None && index == plan.FaultAfter) return FailAsync();
        if (index == 0) _due = plan.Timing.FirstTokenMs;
        else if (plan.Timing.NextInterval is { } next) _due += next();
        if (_due > 0 && _due > call.ElapsedMs) return PauseAsync();
        if (plan.Timing.NextInterval is not null || call.Controls.FlushEach || _sink.Unflushed > BlockSize) return FlushAsync();
        return new(true);
    }

    /// <summary>Before the terminal events: false when the answer has failed instead.</summary>
    public ValueTask<bool> LastAsync() => plan.Fault == FaultKind.None ? new(true) : FailAsync();

    public async ValueTask CloseAsync()
    {
        await _sink.FlushAsync(call.Aborted);
        await _sink.DisposeAsync();
        call.BytesOut = _sink.Written;
        call.Usage = plan.Usage;
        call.Ending = Ending.Completed;
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private async ValueTask<bool> PauseAsync()
    {
        await _sink.FlushAsync(call.Aborted);
        await call.WaitUntilAsync(_due);
        return true;
    }

    private async ValueTask<bool> FlushAsync()
    {
        await _sink.FlushAsync(call.Aborted);
        return true;
    }

    private async ValueTask<bool> FailAsync()
    {
        if (plan.Fault == FaultKind.ErrorEvent) writeError(_sink, call);
        await _sink.FlushAsync(call.Aborted);
        call.BytesOut = _sink.Written;
        if (plan.Fault is FaultKind.Truncate or FaultKind.ErrorEvent) await _sink.DisposeAsync();
        await Faults.HappenAsync(call, plan.Fault);
        return false;
    }
}
