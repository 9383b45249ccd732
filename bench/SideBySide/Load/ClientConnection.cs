using System.Net;
using System.Net.Sockets;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Load;

/// <summary>One connection of the generator, one call at a time.</summary>
internal sealed class ClientConnection : IReady
{
    private readonly LoadGenerator _generator;
    private readonly EventLoop _loop;
    private readonly ResponseParser _response = new();
    private readonly EventScanner? _events;
    private readonly ResponseParser.Body? _body;
    private Socket _socket = null!;
    private Outgoing _out = null!;
    private long _id;
    private long _since;
    private long _sentAt;
    private bool _headSeen;
    private bool _bodySeen;

    public ClientConnection(LoadGenerator generator, EventLoop loop)
    {
        (_generator, _loop) = (generator, loop);
        var shape = generator.Plan.Request.Shape;
        if (shape.PaceMs > 0)
        {
            _events = new EventScanner(generator.Outcome, 2_000_000L * shape.PaceMs);
            _body = _events.Scan;
        }

        Connect();
    }

    /// <summary>Whether a call is under way.</summary>
    public bool Busy { get; private set; }

    /// <summary>Calls begun.</summary>
    public int Calls { get; private set; }

    /// <summary>Sends a call.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="since">The time its latency counts from.</param>
    public void Begin(long id, long since)
    {
        (_id, _since, _headSeen, _bodySeen, Busy) = (id, since, false, false, true);
        Calls++;
        _response.Reset();
        _events?.Reset();
        var request = _generator.Plan.Request;
        Fixed.Write(request.Bytes.AsSpan(request.IdAt, Fixed.IdDigits), id);
        _sentAt = Clock.Now;
        try
        {
            _out.Send(request.Bytes);
        }
        catch (SocketException e)
        {
            Fail(e.Message);
        }
    }

    public void Ready(bool readable, bool writable)
    {
        try
        {
            if (writable)
                _out.Continue();
            if (readable)
                Read();
        }
        catch (Exception e) when (e is SocketException or InvalidDataException)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Gives up the call that is under way.</summary>
    public void Abandon() => Fail("No answer in time.");

    public void Close() => _loop.Close(_socket);

    private void Connect()
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, _generator.Plan.Port));
        _socket.Blocking = false;
        _out = new Outgoing(_loop, _socket);
        _loop.Add(_socket, this);
    }

    private void Read()
    {
        var buffer = _generator.Scratch;
        while (true)
        {
            var count = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return;
            if (error != SocketError.Success || count == 0)
            {
                Fail(error == SocketError.Success ? "The connection was closed." : error.ToString());
                return;
            }

            if (!Busy)
                throw new InvalidDataException("An answer nobody asked for.");
            var done = _response.Feed(buffer.AsSpan(0, count), _body);
            Note(done);
            if (done || count < buffer.Length)
                return;
        }
    }

    private void Note(bool done)
    {
        if (_headSeen && _bodySeen && !done)
            return;
        var now = Clock.Now;
        if (!_headSeen)
        {
            _headSeen = true;
            LoadOutcome.Record(_generator.Outcome.FirstByte, now - _sentAt);
        }

        if (!_bodySeen && _response.BodyBytes > 0)
        {
            _bodySeen = true;
            LoadOutcome.Record(_generator.Outcome.FirstEvent, now - _sentAt);
        }

        if (done)
            End(now);
    }

    private void End(long now)
    {
        Busy = false;
        var expected = _generator.Plan.BodyBytes;
        if (_response.Status != 200)
            _generator.Failed(this, _id, $"Status {_response.Status}.");
        else if (expected is { } length && _response.BodyBytes != length)
            _generator.Failed(this, _id, $"A body of {_response.BodyBytes} bytes in place of {length}.");
        else
            _generator.Completed(this, now - _since, now);
    }

    private void Fail(string problem)
    {
        var busy = Busy;
        Busy = false;
        _loop.Close(_socket);
        try
        {
            Connect();
        }
        catch (SocketException e)
        {
            _generator.Abort($"{problem} Then: {e.Message}");
            return;
        }

        // A target may close a connection that rests; that is no failure.
        if (busy)
            _generator.Failed(this, _id, problem);
    }
}
