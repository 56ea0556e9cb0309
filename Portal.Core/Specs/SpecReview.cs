using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>What is wrong with documents before any of them is requested: half of a folder is nobody's wish.</summary>
internal static class SpecReview
{
    public static IEnumerable<SpecProblem> Problems(
        ResourceKinds kinds,
        IReadOnlyList<SpecDocument> documents,
        SpecReading known
    )
    {
        var named = new Dictionary<(ResourceKind, string, string), SpecDocument>();
        foreach (var document in documents)
        {
            if (!known.Clusters.TryGetValue(document.Cluster, out var cluster))
            {
                yield return new(document.Places.At("cluster"), $"There is no cluster named {document.Cluster}.");
            }
            else if (kinds.Of(document.Kind).NeedsKafka && !cluster.HasKafka)
            {
                yield return new(
                    document.Places.At("cluster"),
                    $"{cluster.Name} has no Kafka: name a cluster that has one."
                );
            }

            if (!known.Teams.ContainsKey(document.Owner))
            {
                yield return new(document.Places.At("owner"), $"There is no team named {document.Owner}.");
            }

            foreach (var field in OfOneChange(kinds.Of(document.Kind), document.Spec))
            {
                yield return new(
                    document.Places.At($"spec.{field}"),
                    $"{field} is for one change: a file that is applied again would do it again. Leave it out, and request it on the page of {document.Name} or by POST /api/v1/changes."
                );
            }

            var key = (document.Kind, document.Cluster, kinds.Of(document.Kind).LockKey(document.Name));
            if (!named.TryAdd(key, document))
            {
                yield return new(
                    document.Places.At("name"),
                    $"{document.Name} on {document.Cluster} is at {named[key].Place} already, by this name or by one that can't be kept apart from it."
                );
            }
        }
    }

    private static IEnumerable<string> OfOneChange(IResourceKind kind, ResourceSpec? spec) =>
        spec is null ? [] : kind.Between(spec.Lasting, spec).Select(move => move.Field);

    /// <param name="differing">Those that would be requested: what is so already, anybody may write down.</param>
    public static IEnumerable<SpecProblem> Denied(
        Caller who,
        ResourceKinds kinds,
        IEnumerable<SpecDocument> differing,
        SpecReading known
    ) =>
        from document in differing
        let act = Act(document, kinds, known)
        let permission = Authority.May(who, act.What)
        where !permission.Granted
        select new SpecProblem(document.Places.At(act.Field), permission.Words);

    // By the rules of its request: access to another team's data is requested by any team, and labelled by its owner alone.
    private static (CallerAction What, string Field) Act(SpecDocument document, ResourceKinds kinds, SpecReading known)
    {
        var on = known.On(document);
        var place = new ResourcePlace(
            known.Clusters[document.Cluster].Environment,
            document.Kind.Word,
            on.Cluster,
            document.Name
        );
        if (document.Spec is not { } spec || kinds.Of(document.Kind).OwnedWith(on.Cluster, spec) is null)
        {
            return (new CallerAction.RequestChange(known.Teams[document.Owner], place), "owner");
        }

        return known.Managed.GetValueOrDefault(on) is { Spec: { } now, Owner: var owner } && now.Labels != spec.Labels
            ? (new CallerAction.RequestChange(owner, place), "labels")
            : (new CallerAction.RequestAccess(), "owner");
    }
}
