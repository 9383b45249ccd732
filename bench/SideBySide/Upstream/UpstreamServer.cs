using System.Net;
using System.Net.Sockets;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>
/// The provider: one thread, answers made beforehand. Streams without a pace take turns, a write each, so that the events of many come as
/// they do from a real one.
/// </summary>
internal sealed class UpstreamServer : IReady, IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Socket _listener;
    private readonly Dictionary<string, Answer> _answers = [];
    private readonly TimerWheel _wheel = new(Clock.Now);
    private List<UpstreamConnection> _eager = [];
    private List<UpstreamConnection> _turn = [];
    private bool _ticking;
    private volatile bool _stopping;

    public UpstreamServer(int port)
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(8192);
        _listener.Blocking = false;
        _loop.Add(_listener, this);
        _loop.Fired = Tick;
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>For everything that is sent; belongs to whoever runs on the loop's thread.</summary>
    public byte[] Scratch { get; } = new byte[64 * 1024];

    /// <summary>Answers until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_stopping)
        {
            _loop.Turn(_eager.Count > 0 ? 0 : -1);
            (_turn, _eager) = (_eager, _turn);
            foreach (var connection in _turn)
                connection.WriteNext();
            _turn.Clear();
        }
    }

    /// <summary>Ends <see cref="Run"/>; from any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _loop.Wake();
    }

    /// <summary>The answer of a shape as it stands in a request.</summary>
    public Answer AnswerFor(string shape)
    {
        if (!_answers.TryGetValue(shape, out var answer))
            _answers.Add(shape, answer = Answer.For(AnswerShape.Parse(shape)));
        return answer;
    }

    /// <summary>The connection has a write for its next turn.</summary>
    public void WriteSoon(UpstreamConnection connection) => _eager.Add(connection);

    /// <summary>The connection has a write for later.</summary>
    public void WriteLater(UpstreamConnection connection)
    {
        if (!_ticking)
        {
            _loop.SetTimer(TimerWheel.Slot, TimerWheel.Slot);
            _ticking = true;
            _wheel.Advance(Clock.Now);
        }

        _wheel.Add(connection);
    }

    public void Ready(bool readable, bool writable)
    {
        try
        {
            var socket = _listener.Accept();
            socket.Blocking = false;
            socket.NoDelay = true;
            _loop.Add(socket, new UpstreamConnection(this, _loop, socket));
        }
        catch (SocketException)
        {
            // The client left before it was accepted.
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _loop.Dispose();
    }

    private void Tick()
    {
        _wheel.Advance(Clock.Now);
        if (_wheel.Count > 0)
            return;
        _loop.SetTimer(0);
        _ticking = false;
    }
}
