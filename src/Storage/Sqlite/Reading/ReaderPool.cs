using System.Collections.Concurrent;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>
/// Up to four reading connections. In WAL mode a reader neither waits for the writer nor holds it up;
/// what it sees is the file as of the start of its statement.
/// </summary>
internal sealed class ReaderPool(string path, Func<string?> problem, Action damageSuspected) : IDisposable
{
    private const int MaxReaders = 4;

    private readonly SemaphoreSlim _free = new(MaxReaders, MaxReaders);
    private readonly ConcurrentBag<ReadConnection> _open = [];
    private int _generation;
    private volatile bool _closed;

    /// <summary>Runs a read on a thread of the pool; the token interrupts it wherever it is.</summary>
    public async Task<T> ReadAsync<T>(Func<ReadConnection, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(read, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (SqliteErrors.IsInterrupted(e) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or IOException or UnauthorizedAccessException)
        {
            if (SqliteErrors.IsCorrupt(e))
                damageSuspected();
            throw new StoreUnavailableException($"The database {path} {problem() ?? SqliteErrors.Describe(e)}.", e);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>The path names another file now, or none: forget the connections to the old one.</summary>
    public void Reset()
    {
        Interlocked.Increment(ref _generation);
        while (_open.TryTake(out var connection))
            connection.Dispose();
    }

    public void Dispose()
    {
        _closed = true;
        Reset();
    }

    private T Read<T>(Func<ReadConnection, T> read, CancellationToken cancellationToken)
    {
        if (_closed)
            throw new StoreUnavailableException("The store is closed.");

        var connection = Take();
        var sound = false;
        try
        {
            using (cancellationToken.Register(static c => ((ReadConnection)c!).Interrupt(), connection))
            {
                var result = read(connection);
                sound = true;
                return result;
            }
        }
        finally
        {
            if (sound && connection.Generation == Volatile.Read(ref _generation) && !_closed)
                _open.Add(connection);
            else
                connection.Dispose();
        }
    }

    private ReadConnection Take()
    {
        while (_open.TryTake(out var connection))
        {
            if (connection.Generation == Volatile.Read(ref _generation))
                return connection;
            connection.Dispose();
        }

        return new ReadConnection(path, Volatile.Read(ref _generation));
    }
}
