using System.Runtime.InteropServices;

namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>
/// The few system calls .NET has no surface for. One thread that waits for all sockets at once costs less than any thread pool, and what
/// generator and upstream cost is taken from the proxy between them.
/// </summary>
internal static unsafe partial class Libc
{
    public const int Readable = 1;
    public const int Writable = 4;
    public const int Add = 1;
    public const int Delete = 2;
    public const int Modify = 3;
    public const int Monotonic = 1;
    public const int NonBlocking = 0x800;

    [LibraryImport("libc", SetLastError = true, EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "epoll_ctl")]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* happening);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, byte* happenings, int capacity, int milliseconds);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "timerfd_create")]
    public static partial int TimerCreate(int clock, int flags);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "timerfd_settime")]
    public static partial int TimerSet(int timer, int flags, TimerSpec* value, TimerSpec* old);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "eventfd")]
    public static partial int EventCreate(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "read")]
    public static partial nint Read(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);

    /// <summary>Two times of a timer: when first, and then how often; seconds and nanoseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimerSpec
    {
        public long IntervalSeconds;
        public long IntervalNanoseconds;
        public long FirstSeconds;
        public long FirstNanoseconds;
    }
}
