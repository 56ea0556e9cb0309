using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>The clusters whose topics and schemas the jobs of a Flink may name: those that were chosen, or all of its environment.</summary>
internal static class JobReach
{
    public const string Field = "jobClusters";

    /// <summary>Why a job of this cluster's Flink may not name another cluster of its environment; null: it may.</summary>
    public static string? Obstacle(Cluster? on, string cluster) =>
        on?.Endpoints.Find(e => e.Kind == EndpointKind.Flink)?.JobClusters is { } chosen
        && !chosen.Contains(cluster, StringComparer.Ordinal)
            ? $"The jobs of {on.Name} may not use {cluster}, only {string.Join(", ", chosen)}. A platform engineer allows it on the page of {on.Name}, under Flink."
            : null;

    /// <summary>What is wrong with a choice, for the field; null: nothing.</summary>
    public static async Task<string?> Problem(
        PortalDb db,
        Cluster on,
        IReadOnlyList<string>? chosen,
        CancellationToken stop
    )
    {
        if (chosen is null)
        {
            return null;
        }

        var there = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Environment == on.Environment)
            .OrderBy(c => c.Name)
            .Select(c => c.Name)
            .ToListAsync(stop);
        return chosen.Except(there, StringComparer.Ordinal).FirstOrDefault() is { } unknown
                ? $"There is no cluster {unknown} in {on.Environment}; there is {string.Join(", ", there)}."
            : chosen.Count == 0
                ? $"Name one of {string.Join(", ", there)}, or leave it out for all of {on.Environment}."
            : null;
    }
}
