using System.Net.Sockets;

namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>Sends without waiting; what the socket does not take is kept and sent when it can.</summary>
internal sealed class Outgoing(EventLoop loop, Socket socket)
{
    private byte[] _kept = [];
    private int _from;
    private int _to;

    /// <summary>Whether bytes wait for the socket.</summary>
    public bool Waiting => _to > _from;

    /// <summary>Sends all of it, now or later.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        var sent = Waiting ? 0 : Try(bytes);
        if (sent < bytes.Length)
            Keep(bytes[sent..]);
    }

    /// <summary>Goes on sending; the socket takes bytes again.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public void Continue()
    {
        if (!Waiting)
            return;
        _from += Try(_kept.AsSpan(_from, _to - _from));
        if (!Waiting)
            loop.WantWrite(socket, false);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (!Waiting)
        {
            _from = _to = 0;
            loop.WantWrite(socket, true);
        }

        if (_to + bytes.Length > _kept.Length)
            Array.Resize(ref _kept, Math.Max(_to + bytes.Length, _kept.Length * 2));
        bytes.CopyTo(_kept.AsSpan(_to));
        _to += bytes.Length;
    }

    private int Try(ReadOnlySpan<byte> bytes)
    {
        var total = 0;
        while (total < bytes.Length)
        {
            var sent = socket.Send(bytes[total..], SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                break;
            if (error != SocketError.Success)
                throw new SocketException((int)error);
            total += sent;
        }

        return total;
    }
}
