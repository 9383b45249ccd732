using System.Net.Sockets;
using System.Text;

// The runtime looks for a type of this name without namespace, in the assembly DOTNET_STARTUP_HOOKS names.
#pragma warning disable CA1050, CA1812

/// <summary>Tells about the heap of the process it is loaded into, to whoever asks on the socket BENCH_HOOK_SOCKET names.</summary>
internal static class StartupHook
{
    private const string SocketVariable = "BENCH_HOOK_SOCKET";
    private const int LargeObjectHeap = 3;

    /// <summary>Called by the runtime before the program's own entry point.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } path)
            new Thread(() => Serve(path)) { IsBackground = true, Name = "heap probe" }.Start();
    }

    // A thread that waits costs the program nothing; the pool is left alone.
    private static void Serve(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            try
            {
                using var socket = listener.Accept();
                Answer(socket);
            }
            catch (SocketException)
            {
                // Whoever asked is gone.
            }
        }
    }

    private static void Answer(Socket socket)
    {
        Span<byte> question = stackalloc byte[16];
        var length = socket.Receive(question);
        if (length > 0 && question[0] == 'c')
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        var heap = GC.GetGCMemoryInfo(GCKind.Any);
        var text = FormattableString.Invariant(
            $"{GC.GetTotalAllocatedBytes(precise: true)} {GC.GetTotalPauseDuration().Ticks} {GC.CollectionCount(0)} {GC.CollectionCount(2)} {heap.GenerationInfo[LargeObjectHeap].SizeAfterBytes}\n");
        socket.Send(Encoding.ASCII.GetBytes(text));
    }
}
