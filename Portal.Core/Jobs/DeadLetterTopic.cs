using Portal.Core.Jobs.Tables;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Whether a topic can take a job's dead letters, out of what was last seen of it and of what the plan makes.</summary>
internal static class DeadLetterTopic
{
    /// <summary>In words; null when it can.</summary>
    /// <param name="owner">Null when the portal doesn't manage it.</param>
    public static async Task<string?> Obstacle(
        PortalDb db,
        ClusterId cluster,
        string topic,
        string? owner,
        PlannedTopics planned,
        CancellationToken stop
    )
    {
        if (owner is null && !planned.Makes(cluster, topic))
        {
            return "The portal doesn't manage it, so nobody answers for the dead letters in it. Adopt it first, or choose a topic that has an owner.";
        }

        return Compacted(await NamedTopic.CleanupPolicy(db, cluster, topic, planned, stop));
    }

    private static string? Compacted(string? policy) =>
        policy?.Contains("compact", StringComparison.Ordinal) == true
            ? "Its cleanup.policy is compact: it takes no record without a key, and keeps the newest of each key alone. Choose a topic whose policy is delete."
            : null;
}
