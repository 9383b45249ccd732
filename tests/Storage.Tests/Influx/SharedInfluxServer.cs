namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>One influxd for all tests of a class; each makes a database of its own in it.</summary>
public sealed class SharedInfluxServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private InfluxServer? _server;

    /// <summary>Starts it when nobody has yet; skips the test where there is no influxd.</summary>
    internal async Task<InfluxServer> GetAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _server ??= await InfluxServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
