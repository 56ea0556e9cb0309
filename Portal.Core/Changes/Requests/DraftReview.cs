using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Requests;

/// <summary>A cluster as a request needs it.</summary>
public sealed record DraftCluster(ClusterId Id, string Name, string Environment, bool IsProduction);

/// <summary>A managed topic as a request needs it.</summary>
/// <param name="Spec">What is wanted of it now.</param>
public sealed record DraftResource(ClusterId Cluster, string Name, TeamId Owner, string OwnerTitle, TopicSpec Spec);

/// <summary>What is wrong with a request, by field, before anything is stored. Pure; fields are named as the API names them.</summary>
public static class DraftReview
{
    public static IReadOnlyDictionary<string, string> Complaints(
        Caller who,
        ChangeDraft draft,
        IReadOnlyDictionary<string, DraftCluster> clusters,
        IReadOnlyList<DraftResource> managed,
        Team? owner
    )
    {
        var wrong = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (owner is null)
        {
            wrong["owner"] =
                draft.Owner.Length == 0 ? "Choose the team that owns this." : $"There is no team named {draft.Owner}.";
        }

        if (draft.Title.Length > 200)
        {
            wrong["title"] = $"The title has {draft.Title.Length} characters; 200 are allowed.";
        }

        if (draft.Reason.Length > 2_000)
        {
            wrong["reason"] = $"The reason has {draft.Reason.Length:N0} characters; 2,000 are allowed.";
        }

        if (draft.Topics.Count is 0 or > 50)
        {
            wrong["topics"] =
                draft.Topics.Count == 0 ? "Ask for at least one topic." : "A change holds at most 50 topics; split it.";
        }

        for (var i = 0; i < draft.Topics.Count; i++)
        {
            foreach (var (field, words) in Topic(who, draft, draft.Topics[i], i, clusters, managed, owner))
            {
                wrong.TryAdd($"topics[{i}].{field}", words);
            }
        }

        if (
            wrong.Count == 0
            && draft.Topics.Select(t => clusters[t.Cluster].Environment).Distinct(StringComparer.Ordinal).Count() > 1
        )
        {
            wrong["topics"] = "All topics of a change lie in one environment; make a change for each.";
        }

        if (
            draft.Reason.Trim().Length == 0
            && draft.Topics.Any(t => clusters.TryGetValue(t.Cluster, out var c) && c.IsProduction)
        )
        {
            wrong["reason"] = "Say why: the approvers in production will ask.";
        }

        return wrong;
    }

    private static IEnumerable<(string Field, string Words)> Topic(
        Caller who,
        ChangeDraft draft,
        TopicDraft topic,
        int index,
        IReadOnlyDictionary<string, DraftCluster> clusters,
        IReadOnlyList<DraftResource> managed,
        Team? owner
    )
    {
        if (!clusters.TryGetValue(topic.Cluster, out var cluster))
        {
            yield return (
                "cluster",
                topic.Cluster.Length == 0 ? "Choose a cluster." : $"No cluster named {topic.Cluster} is registered."
            );
        }

        if (TopicName.Complaint(topic.Name) is { } complaint)
        {
            yield return ("name", complaint);
        }

        if (
            draft
                .Topics.Take(index)
                .Any(t =>
                    t.Cluster == topic.Cluster && TopicName.CollisionKey(t.Name) == TopicName.CollisionKey(topic.Name)
                )
        )
        {
            yield return (
                "name",
                $"{topic.Name} is in this request already (names that differ only in . and _ collide)."
            );
        }

        var resource = managed.FirstOrDefault(r => r.Cluster == cluster?.Id && r.Name == topic.Name);
        if (cluster is not null && OwnershipReview.Complaint(topic, cluster, resource, owner) is { } notYours)
        {
            yield return notYours;
        }

        if (TierReview.Complaint(who, topic, resource) is { } lowered)
        {
            yield return lowered;
        }

        foreach (
            var problem in topic.Operation == ResourceOperation.Delete
                ? TopicDraftReview.Delete(topic)
                : TopicDraftReview.Spec(topic)
        )
        {
            yield return problem;
        }

        if (topic.DependsOn?.Any(d => d < 0 || d >= index) == true)
        {
            yield return ("dependsOn", "A topic can only depend on topics named before it.");
        }
    }
}
