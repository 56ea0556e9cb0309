using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>Forecasts plans for forms: the <see cref="Planner"/> whose plans bind, on snapshots instead of live answers.</summary>
public sealed class Forecasts(IDbContextFactory<PortalDb> store, IClusterHealth health, TimeProvider clock)
{
    /// <param name="mends">The change that is asked for again by this draft; null when it is a new one.</param>
    public async Task<Forecast> Of(Caller who, ChangeDraft draft, ChangeId? mends, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var read = await DraftReading.Read(db, draft, stop);
        var complaints = DraftReview.Complaints(who, draft, read.Clusters, read.Managed, read.Owner);
        var rivals = await Rivals.Of(db, read.Wishes(draft), mends, stop);
        if (complaints.Count > 0)
        {
            return new Forecast(complaints, null, null, [], rivals);
        }

        var snapshots = health.Current;
        var subject = await PlanSubject.Read(db, read.ToChange(who, draft, clock.GetUtcNow()), rivals, stop);
        var proposal = Propose(subject, snapshots);
        var seen = read.Clusters.Values.Select(c => snapshots.GetValueOrDefault(c.Id)?.Collector.CycleAt).ToList();
        return new Forecast(
            complaints,
            proposal,
            seen.Any(s => s is null) ? null : seen.Min(),
            proposal is PlanProposal.Ready ready ? await Approvers(db, subject, ready, stop) : [],
            rivals
        );
    }

    private PlanProposal Propose(PlanSubject subject, IReadOnlyDictionary<ClusterId, ClusterSnapshot> snapshots)
    {
        var asked = subject.Change.Resources.GroupBy(r => r.ClusterId).ToDictionary(g => g.Key, g => g.ToList());
        var live = asked.Select(a => SnapshotState.Live(a.Key, a.Value, snapshots.GetValueOrDefault(a.Key))).ToList();
        switch (Planner.Outline(subject.Change.Resources, live))
        {
            case PlanOutline.Ended(var why):
                return why;
            case PlanOutline.Steps(var body):
                var evidence =
                    from a in asked
                    where snapshots.ContainsKey(a.Key)
                    from topic in SnapshotState.Evidence(body, a.Value, snapshots[a.Key])
                    select topic;
                return Planner.Judge(subject, live, body, new([.. evidence]), clock.GetUtcNow());
            case var unknown:
                throw new InvalidOperationException(unknown.GetType().Name);
        }
    }

    private static async Task<IReadOnlyList<ForecastApproval>> Approvers(
        PortalDb db,
        PlanSubject subject,
        PlanProposal.Ready ready,
        CancellationToken stop
    )
    {
        var ids = ready.Approvals.Select(a => a.Team).Distinct().ToArray();
        var teams = await db
            .Teams.AsNoTracking()
            .Where(t => ids.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.Title, stop);
        var people = await Approver.Of(db, ids, subject.Change.Authors, stop);
        return
        [
            .. ready.Approvals.Select(a => new ForecastApproval(
                a.Title,
                teams[a.Team],
                a.Quorum,
                [.. people.Where(p => p.Team == a.Team).Select(p => p.Name).Order(StringComparer.Ordinal)]
            )),
        ];
    }
}
