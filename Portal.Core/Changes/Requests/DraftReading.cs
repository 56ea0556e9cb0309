using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Requests;

/// <summary>What the store knows about a request's words: its clusters, its team, what is managed already.</summary>
internal sealed record DraftReading(
    IReadOnlyDictionary<string, DraftCluster> Clusters,
    IReadOnlyList<DraftResource> Managed,
    Team? Owner
)
{
    public static async Task<DraftReading> Read(PortalDb db, ChangeDraft draft, CancellationToken stop)
    {
        var names = draft.Topics.Select(t => t.Cluster).Distinct(StringComparer.Ordinal).ToArray();
        var clusters = await (
            from c in db.Clusters
            join e in db.Lanes on c.Environment equals e.Name
            where names.Contains(c.Name) && c.DeregisteredAt == null
            select new DraftCluster(c.Id, c.Name, c.Environment, e.IsProduction)
        ).ToDictionaryAsync(c => c.Name, StringComparer.Ordinal, stop);
        var topics = draft.Topics.Select(t => t.Name).ToArray();
        var managed = await (
            from r in db.Resources
            join t in db.Teams on r.OwnerTeamId equals t.Id
            where r.Kind == ResourceKind.Topic && topics.Contains(r.Name) && r.GoneAt == null
            select new DraftResource(r.ClusterId, r.Name, r.OwnerTeamId, t.Title, CoreJson.Read<TopicSpec>(r.Spec))
        ).ToListAsync(stop);
        var owner = await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Name == draft.Owner, stop);
        return new DraftReading(clusters, managed, owner);
    }

    /// <summary>The change that is asked for, before it is stored. Only where there is nothing to complain about.</summary>
    public Change ToChange(Caller who, ChangeDraft draft, DateTimeOffset now) =>
        new()
        {
            Title = ChangeTitle.Of(draft),
            Reason = draft.Reason.Trim(),
            State = ChangeState.Draft,
            Environment = Clusters[draft.Topics[0].Cluster].Environment,
            OwnerTeamId = Owner!.Id,
            Actor = who.Actor,
            Authors = [.. who.Actor.Names],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now + ChangeRequests.ExpiresAfter,
            Resources = [.. ToResources(draft)],
        };

    public IEnumerable<ChangeResource> ToResources(ChangeDraft draft) =>
        draft.Topics.Select(
            (topic, ordinal) =>
                new ChangeResource
                {
                    Ordinal = ordinal,
                    Kind = ResourceKind.Topic,
                    Operation = topic.Operation,
                    ClusterId = Clusters[topic.Cluster].Id,
                    Name = topic.Name,
                    Wanted =
                        topic.Spec is { } spec && topic.Operation != ResourceOperation.Delete
                            ? CoreJson.Write(spec with { Owner = draft.Owner })
                            : null,
                    Base =
                        topic.Base is { } origin && topic.Operation == ResourceOperation.Update
                            ? CoreJson.Write(origin with { Owner = draft.Owner })
                            : null,
                    TierWhenSent = Managed
                        .FirstOrDefault(m => m.Cluster == Clusters[topic.Cluster].Id && m.Name == topic.Name)
                        ?.Spec.Tier,
                    DependsOn = [.. topic.DependsOn ?? []],
                }
        );

    /// <summary>What the draft is about, as far as its clusters are known.</summary>
    public IReadOnlyCollection<(ClusterId Cluster, string Topic)> Wishes(ChangeDraft draft) =>
        [.. draft.Topics.Where(t => Clusters.ContainsKey(t.Cluster)).Select(t => (Clusters[t.Cluster].Id, t.Name))];

    public Refusal? Refusal(Caller who, ChangeDraft draft)
    {
        var complaints = DraftReview.Complaints(who, draft, Clusters, Managed, Owner);
        if (complaints.Count > 0)
        {
            return Core.Refusal.Invalid(complaints);
        }

        var permission = Authority.May(who, new Operation.RequestChange(Owner!.Id));
        return permission.Granted ? null : Core.Refusal.Denied(permission.Words);
    }
}
