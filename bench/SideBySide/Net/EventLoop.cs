using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>Gets told what its descriptor is ready for.</summary>
internal interface IReady
{
    /// <summary>Called on the loop's thread.</summary>
    void Ready(bool readable, bool writable);
}

/// <summary>One thread, many sockets and one timer: epoll, level triggered. All members but <see cref="Wake"/> belong to that thread.</summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int Batch = 256;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataAt = Stride - 8;

    private readonly int _epoll = Check(Libc.EpollCreate(0));
    private readonly int _timer = Check(Libc.TimerCreate(Libc.Monotonic, Libc.NonBlocking));
    private readonly int _wake = Check(Libc.EventCreate(0, Libc.NonBlocking));
    private readonly byte[] _happenings = GC.AllocateArray<byte>(Batch * 16, pinned: true);
    private IReady?[] _handlers = new IReady?[1024];

    public EventLoop()
    {
        Register(_timer, Libc.Add, Libc.Readable);
        Register(_wake, Libc.Add, Libc.Readable);
    }

    /// <summary>Called when the timer has fired.</summary>
    public Action? Fired { get; set; }

    public void Add(Socket socket, IReady handler)
    {
        var descriptor = (int)socket.Handle;
        if (descriptor >= _handlers.Length)
            Array.Resize(ref _handlers, Math.Max(descriptor + 1, _handlers.Length * 2));
        _handlers[descriptor] = handler;
        Register(descriptor, Libc.Add, Libc.Readable);
    }

    /// <summary>Whether to be told when the socket takes bytes again.</summary>
    public void WantWrite(Socket socket, bool want) =>
        Register((int)socket.Handle, Libc.Modify, want ? Libc.Readable | Libc.Writable : Libc.Readable);

    /// <summary>Forgets the socket and closes it.</summary>
    public void Close(Socket socket)
    {
        var descriptor = (int)socket.Handle;
        _handlers[descriptor] = null;
        Register(descriptor, Libc.Delete, 0);
        socket.Dispose();
    }

    /// <summary>Sets the timer, replacing what was set before.</summary>
    /// <param name="first">Nanoseconds from now, or since the clock's start when <paramref name="absolute"/>; 0 stops it.</param>
    /// <param name="interval">Nanoseconds between further ones; 0: once.</param>
    /// <param name="absolute">Whether <paramref name="first"/> is a time of the monotonic clock.</param>
    public void SetTimer(long first, long interval = 0, bool absolute = false)
    {
        var spec = new Libc.TimerSpec
        {
            IntervalSeconds = interval / 1_000_000_000,
            IntervalNanoseconds = interval % 1_000_000_000,
            FirstSeconds = first / 1_000_000_000,
            FirstNanoseconds = first % 1_000_000_000,
        };
        Check(Libc.TimerSet(_timer, absolute ? 1 : 0, &spec, null));
    }

    /// <summary>Makes a turn that waits end; from any thread.</summary>
    public void Wake()
    {
        var one = 1L;
        _ = Libc.Write(_wake, &one, sizeof(long));
    }

    /// <summary>Waits for something to happen and tells the handlers.</summary>
    /// <param name="milliseconds">Longest wait; -1: for ever, 0: none.</param>
    public void Turn(int milliseconds)
    {
        fixed (byte* happenings = _happenings)
        {
            var count = Libc.EpollWait(_epoll, happenings, Batch, milliseconds);
            for (var i = 0; i < count; i++)
            {
                var at = happenings + (i * Stride);
                Dispatch(*(int*)at, *(int*)(at + DataAt));
            }
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(_epoll);
        _ = Libc.Close(_timer);
        _ = Libc.Close(_wake);
    }

    private void Dispatch(int flags, int descriptor)
    {
        if (descriptor != _timer && descriptor != _wake)
        {
            // Errors and hang-ups are found by reading.
            _handlers[descriptor]?.Ready((flags & ~Libc.Writable) != 0, (flags & Libc.Writable) != 0);
            return;
        }

        var expirations = 0L;
        _ = Libc.Read(descriptor, &expirations, sizeof(long));
        if (descriptor == _timer)
            Fired?.Invoke();
    }

    private void Register(int descriptor, int operation, int flags)
    {
        var happening = stackalloc byte[16];
        *(int*)happening = flags;
        *(long*)(happening + DataAt) = descriptor;
        Check(Libc.EpollControl(_epoll, operation, descriptor, happening));
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
