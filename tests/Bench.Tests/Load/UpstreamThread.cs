using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Upstream;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.Tests.Load;

/// <summary>The bench's provider on a thread of the test.</summary>
internal sealed class UpstreamThread : IDisposable
{
    private readonly UpstreamServer _server = new(0);
    private readonly Thread _thread;

    public UpstreamThread()
    {
        _thread = new Thread(_server.Run) { IsBackground = true };
        _thread.Start();
    }

    public int Port => _server.Port;

    /// <summary>Load that asks it directly.</summary>
    public LoadPlan Plan(AnswerShape shape, int connections, int? calls = null) => new()
    {
        Port = Port,
        Request = RequestTemplate.For(shape, 100, Port, []),
        BodyBytes = Answer.For(shape).BodyBytes,
        Connections = connections,
        CallsPerConnection = calls,
        Duration = TimeSpan.FromMinutes(1),
        FirstId = 1,
    };

    public void Dispose()
    {
        _server.Stop();
        _thread.Join();
        _server.Dispose();
    }
}
