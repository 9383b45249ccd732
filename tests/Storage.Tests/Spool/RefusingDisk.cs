using Microsoft.Win32.SafeHandles;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>A disk that refuses to take what was written, as one with bad sectors does.</summary>
internal sealed class RefusingDisk
{
    private const int InputOutputError = 5;

    /// <summary>So many flushes are refused from now on.</summary>
    public int Refusals { get; set; }

    /// <summary>True to lose the file as well, so that nothing can be taken back from it.</summary>
    public bool ClosesFiles { get; init; }

    /// <summary>Flushes that were refused.</summary>
    public int Refused { get; private set; }

    public void Flush(SafeFileHandle handle)
    {
        if (Refusals == 0)
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        Refusals--;
        Refused++;
        if (ClosesFiles)
            handle.Dispose();
        throw new IOException("Input/output error", InputOutputError);
    }
}
