namespace LlmSentinel.Hosting.Admin;

/// <summary>The admin port of a running sidecar.</summary>
public interface IAdminPort : IAsyncDisposable
{
    /// <summary>Where it listens, with the port that was given for port 0.</summary>
    Uri Address { get; }

    /// <summary>Accepts no more requests and lets those under way finish.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
