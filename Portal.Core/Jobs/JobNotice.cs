using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Notifies open pages that the jobs of a Flink were read: what is shown of them may differ, whatever its Kafka does.</summary>
public static class JobNotice
{
    private const string Prefix = $"{StoreChannel.Jobs}:";

    /// <summary>Sent at once; what was read has to be saved before.</summary>
    public static Task Send(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_notify({StoreChannel.Shown}, {Prefix} || name) from cluster where id = {cluster.Value}",
            stop
        );

    /// <returns>The name of the Flink's cluster; null when the payload is about something else.</returns>
    public static string? Read(string payload) =>
        payload.StartsWith(Prefix, StringComparison.Ordinal) ? payload[Prefix.Length..] : null;
}
