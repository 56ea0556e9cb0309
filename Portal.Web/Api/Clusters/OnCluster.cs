using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;

namespace Portal.Web.Api.Clusters;

/// <summary>What is asked of a cluster that the address names.</summary>
internal static class OnCluster
{
    public static async Task<Results<TAnswer, ProblemHttpResult>> On<T, TAnswer>(
        this ClusterCatalogue clusters,
        string name,
        Func<ClusterId, Task<Outcome<T>>> act,
        Func<T, TAnswer> show,
        CancellationToken stop
    )
        where TAnswer : IResult =>
        await clusters.Find(name, stop) is { } row
            ? await act(row.Cluster.Id).Answer(show)
            : Problem.NotFound($"No cluster named {name} is registered.");
}
