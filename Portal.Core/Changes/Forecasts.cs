using Microsoft.EntityFrameworkCore;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Changes;

/// <summary>Forecasts plans for forms: the same <see cref="Planner"/>, on snapshots instead of live answers.</summary>
public sealed class Forecasts(IDbContextFactory<PortalDb> store, IClusterHealth health, TimeProvider clock)
{
    public async Task<Forecast> Of(Standing who, ChangeDraft draft, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var read = await DraftReading.Read(db, draft, stop);
        var complaints = DraftReview.Complaints(draft, read.Clusters, read.Managed, read.Owner);
        if (complaints.Count > 0)
        {
            return new Forecast(complaints, null, null, []);
        }

        var snapshots = health.Current;
        var environment = read.Clusters[draft.Topics[0].Cluster];
        var platform = await db.Teams.Where(t => t.Name == Team.PlatformName).Select(t => t.Id).SingleAsync(stop);
        var proposal = Planner.Propose(
            new PlanInput(
                [
                    .. draft.Topics.Select(
                        (t, i) => Find(t, i, read, snapshots.GetValueOrDefault(read.Clusters[t.Cluster].Id))
                    ),
                ],
                read.Clusters.Values.ToDictionary(c => c.Id, c => $"{c.Id}"),
                environment.Environment,
                environment.IsProduction,
                read.Owner!.Id,
                platform,
                await db.ApprovalRules.AsNoTracking().ToListAsync(stop),
                [],
                clock.GetUtcNow()
            )
        );
        var seen = read.Clusters.Values.Select(c => snapshots.GetValueOrDefault(c.Id)?.Collector.CycleAt).ToList();
        return new Forecast(
            complaints,
            proposal,
            seen.Any(s => s is null) ? null : seen.Min(),
            proposal is PlanProposal.Ready ready ? await Approvers(db, who, ready, stop) : []
        );
    }

    private static FoundTopic Find(TopicDraft draft, int ordinal, DraftReading read, ClusterSnapshot? snapshot)
    {
        var live = snapshot?.Topics.GetValueOrDefault(draft.Name);
        var key = TopicName.CollisionKey(draft.Name);
        var resource = new ChangeResource
        {
            Ordinal = ordinal,
            Kind = ResourceKind.Topic,
            Operation = draft.Operation,
            ClusterId = read.Clusters[draft.Cluster].Id,
            Name = draft.Name,
            DependsOn = [.. draft.DependsOn ?? []],
        };
        return new FoundTopic(
            resource,
            draft.Spec,
            live?.ToLive(),
            snapshot?.Topics.Keys.FirstOrDefault(n => n != draft.Name && TopicName.CollisionKey(n) == key),
            snapshot is null ? null : Evidence(draft, live, snapshot)
        );
    }

    private static TopicEvidence Evidence(TopicDraft draft, TopicSnapshot? live, ClusterSnapshot snapshot) =>
        new(
            draft.Name,
            live is null ? 0 : live.Records,
            live is null ? 0 : live.Bytes,
            null,
            live is null
                ? []
                :
                [
                    .. live
                        .Readers.Select(r => snapshot.Groups[r])
                        .Select(g => new ReaderEvidence(g.Name, g.Members, g.LastMovedAt, false)),
                ],
            snapshot.Brokers.Length == 0 ? null : snapshot.Brokers.Length,
            live?.SeenAt ?? snapshot.Collector.CycleAt ?? default
        );

    private static async Task<IReadOnlyList<ForecastApproval>> Approvers(
        PortalDb db,
        Standing who,
        PlanProposal.Ready ready,
        CancellationToken stop
    )
    {
        var ids = ready.Approvals.Select(a => a.Team).Distinct().ToArray();
        var teams = await db
            .Teams.AsNoTracking()
            .Where(t => ids.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.Title, stop);
        var people = await (
            from m in db.Memberships
            join p in db.People on m.PersonId equals p.Id
            where
                ids.Contains(m.TeamId) && m.Role == Role.Approver && p.DisabledAt == null && p.Handle != who.Actor.Name
            orderby p.Name
            select new { m.TeamId, p.Name }
        ).ToListAsync(stop);
        return
        [
            .. ready.Approvals.Select(a => new ForecastApproval(
                a.Title,
                teams[a.Team],
                a.Quorum,
                [.. people.Where(p => p.TeamId == a.Team).Select(p => p.Name)]
            )),
        ];
    }
}
