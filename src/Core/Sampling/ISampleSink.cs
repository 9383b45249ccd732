namespace LlmSentinel.Core.Sampling;

/// <summary>Takes sampled exchanges: evaluators, a look-up for people. Called on the evaluation queue's thread, one at a time.</summary>
public interface ISampleSink
{
    /// <summary>Short name, for metrics and logs.</summary>
    string Name { get; }

    /// <summary>Takes a sample. May throw: that is counted, and other sinks get it all the same.</summary>
    void Record(ExchangeSample sample);
}
