using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;

namespace Portal.Core.Catalogue;

/// <summary>How a cluster is seen, best first.</summary>
public enum ClusterStatus
{
    Healthy,

    /// <summary>Registered; its collector hasn't been round yet.</summary>
    New,

    /// <summary>It keeps something from us.</summary>
    PartlySeen,

    /// <summary>Some of it does not answer.</summary>
    Degraded,

    /// <summary>None of it answers, or ever did, or nobody has asked lately.</summary>
    Unknown,
}

/// <summary>A cluster's status with its reason, from what was read last. Pure.</summary>
public sealed record ClusterCondition(ClusterStatus Status, string? Reason)
{
    /// <summary>So many missed rounds and what we know is no longer the present.</summary>
    private const int RoundsUntilUnknown = 6;

    /// <param name="flink">How the Flink of a cluster without Kafka was last read; null: not yet, or it has Kafka.</param>
    public static ClusterCondition Of(Cluster cluster, ClusterSnapshot? seen, FlinkReading? flink, DateTimeOffset now)
    {
        if (cluster.Kafka is null)
        {
            return OfFlink(cluster, flink, now);
        }

        if (seen?.Collector.CycleAt is not { } cycle)
        {
            return new(ClusterStatus.New, seen?.Collector.Complaint ?? "not read yet");
        }

        if (now - cycle > seen.Collector.Every * RoundsUntilUnknown)
        {
            return new(ClusterStatus.Unknown, seen.Collector.Complaint ?? "not read lately: check the workers");
        }

        if (seen.ListedAt is null)
        {
            return new(ClusterStatus.Unknown, seen.Collector.Complaint ?? "not read yet");
        }

        var silent = seen.Brokers.Where(b => !b.Answers).Select(b => b.Id).ToList();
        if (silent.Count > 0)
        {
            var status = silent.Count == seen.Brokers.Length ? ClusterStatus.Unknown : ClusterStatus.Degraded;
            return new(status, Silent(silent));
        }

        return seen.Collector.Complaint is { } complaint ? new(ClusterStatus.Degraded, complaint)
            : cluster.MissingPermissions.Length > 0 ? new(ClusterStatus.PartlySeen, Missing(cluster))
            : new(ClusterStatus.Healthy, null);
    }

    private static ClusterCondition OfFlink(Cluster cluster, FlinkReading? read, DateTimeOffset now) =>
        read switch
        {
            _ when !cluster.Endpoints.Exists(e => e.Kind == EndpointKind.Flink) => new(
                ClusterStatus.New,
                "it has no engine yet"
            ),
            { Failure: { } failure } => new(ClusterStatus.Unknown, failure),
            null or { ReadAt: null } => new(ClusterStatus.New, "not read yet"),
            { ReadAt: { } at } when !JobRules.IsFresh(at, now) => new(
                ClusterStatus.Unknown,
                "not read lately: check the workers"
            ),
            _ => new(ClusterStatus.Healthy, null),
        };

    private static string Silent(List<int> brokers) =>
        brokers.Count == 1
            ? $"broker {brokers[0]} is not responding"
            : $"brokers {string.Join(", ", brokers)} are not responding";

    private static string Missing(Cluster cluster) =>
        cluster.MissingPermissions.Length == 1
            ? "1 permission is missing"
            : $"{cluster.MissingPermissions.Length} permissions are missing";
}
