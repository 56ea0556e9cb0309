using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>Previews plans for forms, as the plans that bind are made, on snapshots instead of live answers.</summary>
public sealed class Forecasts(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IEnumerable<IPreviewReader> previews,
    IOptions<RequestOptions> limits,
    TimeProvider clock
)
{
    private readonly ImmutableDictionary<ResourceKind, IPreviewReader> _byKind = previews.ToImmutableDictionary(p =>
        p.Kind
    );

    /// <param name="replaces">The change that is asked for again by this draft; null when it is a new one.</param>
    public async Task<Forecast> Of(Caller who, ChangeDraft asked, ChangeId? replaces, CancellationToken stop)
    {
        if (DraftReview.TooMany(asked, limits.Value) is { } tooMany)
        {
            return new Forecast(tooMany, null, null, [], [], []);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await DraftCluster.Read(db, asked, stop);
        var owned = await DraftCompletion.Owned(db, kinds, asked, clusters, stop);
        var read = await DraftReading.Read(db, kinds, _byKind.Values, owned, clusters, clock.GetUtcNow(), stop);
        var draft = DraftCompletion.Filled(owned, read);
        var problems = DraftReview.Problems(who, draft, read);
        var concurrent = await ConcurrentChanges.Of(db, kinds, read.Wishes(draft), replaces, stop);
        // The reason decides nothing about the plan: its lack hides no step.
        if (problems.Keys.Any(field => field != "reason"))
        {
            return new Forecast(problems, null, null, [], concurrent, []);
        }

        var change = read.ToChange(who, draft, clock.GetUtcNow());
        change.Authors = [.. change.Authors.Union(await Authors(db, replaces, stop), StringComparer.Ordinal)];
        var subject = await PlanSubject.Read(db, kinds, change, concurrent, stop);
        var seen = await Seen(subject, stop);
        var ages = seen.SelectMany(s => s.Live.Resources.Keys.Select(s.AsOf)).ToList();
        var proposal = await Propose(subject, [.. seen.Select(s => s.Live)], stop);
        return new Forecast(
            problems,
            proposal,
            ages.Contains(null) ? null : ages.Min(),
            proposal is PlanProposal.Ready ready ? await Approvers(db, subject, ready, stop) : [],
            concurrent,
            [.. change.Resources.Select(r => r.On)]
        )
        {
            Denied = read.Denied(who, draft),
        };
    }

    // Whoever wrote it before stays among its authors when it is sent again.
    private static async Task<string[]> Authors(PortalDb db, ChangeId? replaced, CancellationToken stop) =>
        replaced is { } id
            ? await db.Set<Change>().Where(c => c.Id == id).Select(c => c.Authors).SingleOrDefaultAsync(stop) ?? []
            : [];

    private async Task<IReadOnlyList<PreviewState>> Seen(PlanSubject subject, CancellationToken stop)
    {
        var seen = new List<PreviewState>();
        foreach (var asked in subject.OnEngines.GroupBy(r => (r.Kind, r.ClusterId)))
        {
            var (kind, cluster) = asked.Key;
            seen.Add(await _byKind[kind].Read(cluster, [.. asked.Select(r => r.Name)], stop));
        }

        return seen;
    }

    private async Task<PlanProposal> Propose(
        PlanSubject subject,
        IReadOnlyList<LiveEngine> live,
        CancellationToken stop
    )
    {
        switch (subject.Outline(kinds, live))
        {
            case PlanOutline.NothingToDo nothing:
                return new PlanProposal.NothingToDo(live, nothing.LeftOut);
            case PlanOutline.Impossible impossible:
                return new PlanProposal.Impossible(impossible.Words, impossible.Resources);
            case PlanOutline.Steps(var body):
                return Judge.Of(kinds, subject, live, body, await Evidence(body, live, stop), clock.GetUtcNow());
            case var unknown:
                throw new InvalidOperationException(unknown.GetType().Name);
        }
    }

    private async Task<PlanEvidence> Evidence(PlanBody plan, IReadOnlyList<LiveEngine> live, CancellationToken stop)
    {
        var evidence = new List<ResourceEvidence>();
        foreach (var engine in live)
        {
            foreach (var name in engine.Resources.Keys)
            {
                if (await _byKind[engine.Kind].Evidence(engine, plan.On(engine.On(name)), stop) is { } seen)
                {
                    evidence.Add(seen);
                }
            }
        }

        return new([.. evidence]);
    }

    private static async Task<IReadOnlyList<ForecastApproval>> Approvers(
        PortalDb db,
        PlanSubject subject,
        PlanProposal.Ready ready,
        CancellationToken stop
    )
    {
        var ids = ready.Approvals.Select(a => a.Team).Distinct().ToArray();
        var teams = await db.Set<Team>()
            .AsNoTracking()
            .Where(t => ids.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.Title, stop);
        var places = subject.Change.Places;
        return
        [
            .. ready.Approvals.Select(a => new ForecastApproval(
                a.Title,
                teams[a.Team],
                a.Quorum,
                [
                    .. subject
                        .Approvers.Where(p => p.Team == a.Team && p.Covers([.. a.Resources.Select(r => places[r])]))
                        .Select(p => p.Name)
                        .Order(StringComparer.Ordinal),
                ],
                [.. a.Resources.Select(ordinal => subject.Change.Resources.Single(r => r.Ordinal == ordinal).On)]
            )),
        ];
    }
}
