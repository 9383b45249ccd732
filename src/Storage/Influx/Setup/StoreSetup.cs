using System.Runtime.CompilerServices;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Rollups;

namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>Makes a server ready for the points of a configured store. May be done again and again: what is there is left as it is.</summary>
public static class StoreSetup
{
    /// <summary>What the server is, then each part of the setup as it is done.</summary>
    /// <param name="store">The configured store.</param>
    /// <param name="setup">How.</param>
    /// <param name="time">Clock.</param>
    /// <param name="found">Told what the server says it is.</param>
    /// <param name="cancellationToken">Gives up between two parts.</param>
    /// <exception cref="SetupException">The server cannot be reached, or refuses; parts told before are done.</exception>
    public static async IAsyncEnumerable<SetupStep> RunAsync(
        StoreOptions store, StoreSetupOptions setup, TimeProvider time, Action<string> found,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(found);
        // Without its policy: a statement about a database is not one within a policy that may not be there yet.
        using var client = new InfluxClient(RollupPlaces.WithBucket(store, store.Bucket.Split('/')[0], setup.Token), time);
        var plan = SetupPlan.For(store, setup);
        await using var steps = Steps(client, plan, found, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(steps).ConfigureAwait(false))
            yield return steps.Current;
    }

    private static async IAsyncEnumerable<SetupStep> Steps(
        InfluxClient client, SetupPlan plan, Action<string> found, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var server = await client.ProbeAsync(cancellationToken).ConfigureAwait(false);
        found(server.ToString());
        var steps = server.Kind switch
        {
            InfluxKind.V1 => new Setup1(client, plan).RunAsync(cancellationToken),
            InfluxKind.V2 => new Setup2(client, plan).RunAsync(cancellationToken),
            InfluxKind.V3 => new Setup3(client, plan).RunAsync(cancellationToken),
            InfluxKind.VictoriaMetrics => Nothing(),
            _ => throw new SetupException($"the server does not say what it is; {SetupHints.Url} Where it is, set the server up by its own means."),
        };
        await foreach (var step in steps.ConfigureAwait(false))
            yield return step;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<SetupStep> steps)
    {
        try
        {
            return await steps.MoveNextAsync().ConfigureAwait(false);
        }
        catch (InfluxException e)
        {
            throw new SetupException(e.Status is null ? $"{e.Message}; {SetupHints.Url}" : e.Message, e);
        }
    }

    private static async IAsyncEnumerable<SetupStep> Nothing()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return new SetupStep(
            "VictoriaMetrics", SetupResult.AlreadyThere, "nothing to set up: it has no databases, and -retentionPeriod of its command line says how long it keeps points");
    }
}
