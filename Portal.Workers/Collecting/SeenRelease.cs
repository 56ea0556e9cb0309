using Npgsql;
using Portal.Core;
using Portal.Engines;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>Keeps a cluster's version and kind of controller as its brokers show them: an upgrade changes them without anybody saving the cluster.</summary>
internal sealed class SeenRelease(NpgsqlDataSource store, ClusterId id)
{
    private static readonly StateUpdate Nothing = (_, _) => { };

    public async Task<StateUpdate> Ask(ICollectedCluster cluster, CancellationToken stop)
    {
        BrokerRelease release;
        try
        {
            release = await cluster.Release(stop);
        }
        catch (EngineException)
        {
            // Asked again in minutes, and shown as it was until then: no reason to call the cluster degraded.
            return Nothing;
        }

        await using var command = store.CreateCommand(
            """
            update cluster set version = $2, controller_kind = $3
            where id = $1 and (version, controller_kind) is distinct from ($2, $3)
            """
        );
        command.Parameters.AddWithValue(id.Value);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = release.Version });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = release.ControllerKind });
        await command.ExecuteNonQueryAsync(stop);
        return Nothing;
    }
}
