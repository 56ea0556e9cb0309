using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>What stands against the specs of a request by what was last seen of its clusters.</summary>
internal static class SeenProblems
{
    /// <returns>By the resource's place in the request; fields are named as its spec has them.</returns>
    public static async Task<ILookup<int, FieldProblem>> Of(
        IEnumerable<IPreviewReader> previews,
        ChangeDraft draft,
        IReadOnlyDictionary<string, DraftCluster> clusters,
        CancellationToken stop
    )
    {
        var readers = previews.ToDictionary(reader => reader.Kind);
        var named = draft
            .Resources.Select((resource, at) => (Resource: resource, At: at))
            .Where(r => clusters.ContainsKey(r.Resource.Cluster))
            .Select(r =>
                (
                    r.At,
                    r.Resource.Spec,
                    On: new ResourceRef(r.Resource.Kind, clusters[r.Resource.Cluster].Id, r.Resource.Name)
                )
            )
            .ToList();
        ResourceRef[] all = [.. named.Select(r => r.On)];
        var found = new List<(int At, FieldProblem Problem)>();
        foreach (var (at, spec, on) in named)
        {
            if (spec is not null && readers.GetValueOrDefault(on.Kind) is { } reader)
            {
                found.AddRange((await reader.Problems(on, spec, all, stop)).Select(problem => (at, problem)));
            }
        }

        return found.ToLookup(f => f.At, f => f.Problem);
    }
}
