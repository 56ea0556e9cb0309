using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Engines.Kafka;

/// <summary>How long the brokers of clusters let a transaction be open. What isn't answered is unknown, and holds up nobody.</summary>
public sealed class TransactionLimits(IKafkaClusters kafkas, TimeProvider clock)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public async Task<ImmutableArray<TransactionLimit>> Of(
        IEnumerable<(ClusterId Id, string Name)> clusters,
        CancellationToken stop
    ) => [.. await Task.WhenAll(clusters.Select(cluster => Of(cluster.Id, cluster.Name, stop)))];

    private async Task<TransactionLimit> Of(ClusterId id, string name, CancellationToken stop)
    {
        using var within = new CancellationTokenSource(Within, clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop, within.Token);
        try
        {
            var kafka = await kafkas.Open(id, late.Token);
            var (longest, unknown) = await kafka.LongestTransaction(late.Token);
            return new(name, longest, unknown);
        }
        catch (EngineException silent)
        {
            return new(name, null, silent.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(name, null, $"Its brokers did not answer within {Within.TotalSeconds:0}\u00A0s.");
        }
    }
}
