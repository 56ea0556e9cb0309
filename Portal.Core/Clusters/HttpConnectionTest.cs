using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>What drafts of a cluster's endpoints are, or what is wrong with them, before anybody is connected to.</summary>
internal static class HttpConnectionTest
{
    /// <returns>How each of the drafts is reached, in their order.</returns>
    public static async Task<Outcome<List<HttpAccess>>> Of(
        PortalDb db,
        Cluster cluster,
        IReadOnlyList<HttpDraft> drafts,
        ClusterReach reach,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (cluster.Kafka is null && drafts.Any(draft => draft.Kind == EndpointKind.Registry))
        {
            return Refusal.Conflict($"{cluster.Name} has no Kafka, so it has no schema registry. Add its Kafka first.");
        }

        var problems = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var keeps = HttpEntry.Keeps(draft, HttpEntry.Of(cluster, draft.Kind));
            foreach (var (field, words) in HttpRules.Problems(draft, reach, keeps, now))
            {
                problems[field] = words;
            }

            if (await JobReach.Problem(db, cluster, draft.JobClusters, stop) is { } beyond)
            {
                problems[JobReach.Field] = beyond;
            }
        }

        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        var access = new List<HttpAccess>();
        foreach (var draft in drafts)
        {
            access.Add(await HttpEntry.Access(db, draft, HttpEntry.Of(cluster, draft.Kind), stop));
        }

        return access;
    }
}
