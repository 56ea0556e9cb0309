using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;

namespace Portal.Web.Api.Clusters;

/// <summary>What is asked of a cluster that the address names.</summary>
internal static class OnCluster
{
    public const string IfMatch =
        "The ETag that came with what is to be replaced: refused with 412 when somebody has changed it since. Left out: whatever is there is overwritten.";

    public static async Task<Results<TAnswer, ProblemHttpResult>> On<T, TAnswer>(
        this ClusterCatalogue clusters,
        string name,
        Func<ClusterId, Task<Outcome<T>>> act,
        Func<T, TAnswer> show,
        CancellationToken stop
    )
        where TAnswer : IResult =>
        await clusters.Find(name, stop) is { } row ? await act(row.Cluster.Id).Answer(show) : NotThere(name);

    /// <summary>Sets endpoints of a cluster; the answer has the ETag of what was stored by it, whoever sets them next.</summary>
    /// <param name="kinds">Those that are set together.</param>
    /// <param name="seen">If-Match; null: whatever is there is overwritten.</param>
    /// <param name="act">Hands over the ETag of what it stores.</param>
    public static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> Set<T, TAnswer>(
        this ClusterCatalogue clusters,
        string name,
        IReadOnlyList<EndpointKind> kinds,
        string? seen,
        HttpResponse response,
        Func<ClusterId, Action<string>, Task<Outcome<T>>> act,
        Func<T, TAnswer> show,
        CancellationToken stop
    )
    {
        if (await clusters.Find(name, stop) is not { Cluster: var before })
        {
            return NotThere(name);
        }

        if (seen is not null && seen != HttpTag.Of(before, kinds))
        {
            return Problem.Of(412, ClusterTag.Changed.Words);
        }

        string? tag = null;
        var outcome = await act(before.Id, saved => tag = saved);
        if (outcome is not Outcome<T>.Done(var done))
        {
            var why = ((Outcome<T>.Refused)outcome).Why;
            return seen is not null && why == ClusterTag.Changed ? Problem.Of(412, why.Words) : Problem.Of(why);
        }

        response.Headers.ETag = tag;
        return TypedResults.Ok(show(done));
    }

    private static ProblemHttpResult NotThere(string name) =>
        Problem.NotFound($"No cluster named {name} is registered.");
}
