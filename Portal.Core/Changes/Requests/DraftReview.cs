using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What is wrong with a request, by field, before anything is stored. Pure; fields are named as the API names them.</summary>
internal static class DraftReview
{
    private static readonly (ResourceOperation Operation, string Act)[] Alone =
    [
        (ResourceOperation.Adopt, "An adoption"),
        (ResourceOperation.Claim, "A claim"),
        (ResourceOperation.Transfer, "A transfer"),
    ];

    /// <summary>Null when it isn't too large. What is, is refused unread.</summary>
    public static IReadOnlyDictionary<string, string>? TooMany(ChangeDraft draft, RequestOptions limits) =>
        draft.Resources.Count <= limits.MostResources
            ? null
            : new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["resources"] = $"A change holds at most {limits.MostResources} resources; split it.",
            };

    public static IReadOnlyDictionary<string, string> Problems(Caller who, ChangeDraft draft, DraftReading known)
    {
        var wrong = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (draft.Title.Length > 200)
        {
            wrong["title"] = $"The title has {draft.Title.Length} characters; 200 are allowed.";
        }

        if (draft.Reason.Length > 2_000)
        {
            wrong["reason"] = $"The reason has {draft.Reason.Length:N0} characters; 2,000 are allowed.";
        }

        if (draft.Resources.Count == 0)
        {
            wrong["resources"] = "Add at least one resource.";
            return wrong;
        }

        foreach (var (operation, act) in Alone)
        {
            if (IsMixed(draft, operation))
            {
                wrong["resources"] =
                    $"{act} changes nothing on a cluster; request other changes in a change of their own.";
            }
        }

        foreach (var (field, words) in Resources(who, draft, known).TakeWhile(_ => wrong.Count < Refusal.Enough))
        {
            wrong.TryAdd(field, words);
        }

        if (
            wrong.Count == 0
            && draft
                .Resources.Select(r => known.Clusters[r.Cluster].Environment)
                .Distinct(StringComparer.Ordinal)
                .Count() > 1
        )
        {
            wrong["resources"] = "All resources of a change lie in one environment; make a change for each.";
        }

        if (wrong.Count == 0 && Together(draft, known) is { } conflict)
        {
            wrong["resources"] = conflict;
        }

        if (
            draft.Reason.Trim().Length == 0
            && draft.Resources.Any(r => known.Clusters.TryGetValue(r.Cluster, out var c) && c.IsProduction)
        )
        {
            wrong["reason"] = "Add a reason: changes in production need one.";
        }

        return wrong;
    }

    private static bool IsMixed(ChangeDraft draft, ResourceOperation operation) =>
        draft.Resources.Select(r => r.Operation == operation).Distinct().Count() > 1;

    private static string? Together(ChangeDraft draft, DraftReading known) =>
        draft
            .Resources.Select(r => new ResourceRequest(known.On(r)!.Value, r.Operation, r.Spec, r.Base, null))
            .GroupBy(request => (request.On.Kind, request.On.Cluster))
            .Select(group => known.Kinds.Of(group.Key.Kind).ProblemTogether([.. group]))
            .FirstOrDefault(words => words is not null);

    private static IEnumerable<(string Field, string Words)> Resources(
        Caller who,
        ChangeDraft draft,
        DraftReading known
    )
    {
        var named = new Dictionary<(string Kind, string Place, string Key), string>();
        for (var i = 0; i < draft.Resources.Count; i++)
        {
            var resource = draft.Resources[i];
            var field = $"resources[{i}]";
            if (known.Kinds.Find(resource.Kind) is not { } kind)
            {
                yield return ($"{field}.kind", known.Kinds.NoSuch(resource.Kind));
                continue;
            }

            var owner = draft.OwnerOf(resource);
            var ownerField = resource.Owner is { Length: > 0 } ? $"{field}.owner" : "owner";
            if (!known.Owners.ContainsKey(owner))
            {
                yield return (
                    ownerField,
                    owner.Length == 0 ? "Choose the team that owns this." : $"There is no team named {owner}."
                );
            }

            var place = kind.IsInRegistry ? known.Clusters.GetValueOrDefault(resource.Cluster)?.Registry : null;
            var key = (kind.Kind.Word, place ?? resource.Cluster, kind.LockKey(resource.Name));
            if (!named.TryAdd(key, resource.Cluster))
            {
                yield return ($"{field}.name", Repeated(resource, named[key]));
            }

            if (resource.DependsOn?.Any(d => d < 0 || d >= i) == true)
            {
                yield return ($"{field}.dependsOn", "A resource can only depend on resources named before it.");
            }

            foreach (
                var problem in ResourceReview
                    .Problems(who, draft, resource, kind, known)
                    .Concat(known.Seen[i].Select(seen => seen with { Field = $"spec.{seen.Field}" }))
            )
            {
                yield return (problem.Field == "owner" ? ownerField : $"{field}.{problem.Field}", problem.Words);
            }
        }
    }

    private static string Repeated(ResourceDraft resource, string first) =>
        resource.Cluster == first
            ? $"{resource.Name} is in this request already, by this name or by one that can't be kept apart from it."
            : $"{resource.Name} is in this request already, on cluster {first}: {first} and {resource.Cluster} have the same schema registry. Request it on one of them.";
}
