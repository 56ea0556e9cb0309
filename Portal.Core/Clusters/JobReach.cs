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

        if (chosen.Any(name => name is null))
        {
            return "A name is null; leave it out.";
        }

        var all = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Environment == on.Environment)
            .OrderBy(c => c.Name)
            .Select(c => new { c.Name, HasKafka = c.Endpoints.Any(e => e.Kind == EndpointKind.Kafka) })
            .ToListAsync(stop);
        List<string> there = [.. all.Where(c => c.HasKafka).Select(c => c.Name)];
        if (chosen.Except(there, StringComparer.Ordinal).FirstOrDefault() is { } wrong)
        {
            return all.Exists(c => c.Name == wrong)
                ? WithoutKafka(wrong, there)
                : $"There is no cluster {wrong} in {on.Environment}; {There(there)}.";
        }

        var named = there.Count == 0 ? "Leave" : $"Name one of {string.Join(", ", there)}, or leave";
        return chosen.Count == 0 ? $"{named} it out for all of {on.Environment}." : null;
    }

    /// <summary>Why no topic of a cluster can be named.</summary>
    /// <param name="others">Those of its environment that have Kafka.</param>
    public static string WithoutKafka(string cluster, IReadOnlyCollection<string> others) =>
        $"{cluster} has no Kafka, so it has no topics; {There(others)}.";

    /// <summary>What there is to choose from, at the end of a sentence.</summary>
    /// <param name="withKafka">Those of the environment that have Kafka.</param>
    public static string There(IReadOnlyCollection<string> withKafka) =>
        withKafka.Count == 0 ? "no cluster there has Kafka" : $"there is {string.Join(", ", withKafka)}";
}
