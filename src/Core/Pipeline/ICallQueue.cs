namespace LlmSentinel.Core.Pipeline;

/// <summary>Takes ended calls from the data path. Never blocks, never throws; what does not fit is released and counted.</summary>
public interface ICallQueue
{
    /// <summary>Hands a call over; the caller must not touch it afterwards.</summary>
    void Enqueue(CallObservation call);
}
