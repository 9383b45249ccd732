using System.Net.Sockets;
using LlmSentinel.Bench.SideBySide.Net;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>One connection to the provider: reads a request, answers it, reads the next.</summary>
internal sealed class UpstreamConnection(UpstreamServer server, EventLoop loop, Socket socket) : IReady, IDue
{
    private const int MostRead = 1024 * 1024;

    private readonly Outgoing _out = new(loop, socket);
    private readonly RequestReader _request = new(server);
    private Answer? _answer;
    private int _write;
    private long _dueAt;
    private bool _closed;

    public IDue? NextDue { get; set; }

    public long DueAt => _dueAt;

    public void Ready(bool readable, bool writable)
    {
        try
        {
            if (writable)
                _out.Continue();
            if (readable)
                Read();
        }
        catch (Exception e) when (e is SocketException or InvalidDataException or FormatException)
        {
            if (e is not SocketException)
                Console.Error.WriteLine($"upstream: {e.Message}");
            Close();
        }
    }

    public void Due() => WriteNext();

    /// <summary>Sends the next write of the answer.</summary>
    public void WriteNext()
    {
        if (_closed || _answer is null)
            return;
        try
        {
            var length = _answer.Render(_write, _request.Id, server.Scratch);
            _out.Send(server.Scratch.AsSpan(0, length));
            _write++;
            if (_write < _answer.Ends.Length)
                Schedule(_answer);
            else
                Done();
        }
        catch (SocketException)
        {
            Close();
        }
    }

    private void Read()
    {
        var buffer = server.Scratch;
        for (var read = 0; read < MostRead;)
        {
            var count = socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return;
            if (error != SocketError.Success || count == 0)
            {
                Close();
                return;
            }

            read += count;
            if (_answer is not null)
                throw new InvalidDataException("A request before the last was answered.");
            if (_request.Feed(buffer.AsSpan(0, count)))
            {
                Begin(_request.Answer);
                return;
            }

            // A buffer that was not filled was the last of what is there.
            if (count < buffer.Length)
                return;
        }
    }

    private void Begin(Answer answer)
    {
        _answer = answer;
        _write = 0;
        _dueAt = Clock.Now;
        WriteNext();
    }

    private void Schedule(Answer answer)
    {
        var wait = _write == 1 && answer.Shape.FirstAfterMs > 0 ? answer.Shape.FirstAfterMs : answer.Shape.PaceMs;
        if (wait == 0)
        {
            server.WriteSoon(this);
            return;
        }

        // From when the last was due, not from now: a late write makes none of the others late.
        _dueAt += wait * 1_000_000L;
        server.WriteLater(this);
    }

    private void Done()
    {
        _answer = null;
        _request.Reset();
    }

    private void Close()
    {
        if (_closed)
            return;
        _closed = true;
        loop.Close(socket);
    }
}
