using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs.Tables;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

/// <summary>Whether a topic can take a job's dead letters, out of what was last seen of it and of what the plan makes.</summary>
internal static class DeadLetterTopic
{
    private const string Cleanup = "cleanup.policy";

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
        if (planned.Creation(cluster, topic) is { } made)
        {
            return Compacted(made.Configs.FirstOrDefault(move => move.Name == Cleanup)?.After);
        }

        if (owner is null)
        {
            return "The portal doesn't manage it, so nobody answers for the dead letters in it. Adopt it first, or choose a topic that has an owner.";
        }

        var seen = await db.Set<SeenTopic>()
            .AsNoTracking()
            .SingleOrDefaultAsync(t => t.ClusterId == cluster && t.Name == topic && t.GoneAt == null, stop);
        return Compacted(seen?.Configs.GetValueOrDefault(Cleanup)?.Value);
    }

    private static string? Compacted(string? policy) =>
        policy?.Contains("compact", StringComparison.Ordinal) == true
            ? "Its cleanup.policy is compact: it takes no record without a key, and keeps the newest of each key alone. Choose a topic whose policy is delete."
            : null;
}
