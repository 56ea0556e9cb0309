using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>
/// Holds documents against what is managed and what was last seen. A few queries however many there are; what no document
/// names is left alone.
/// </summary>
public sealed class SpecComparison(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IEnumerable<IPreviewReader> previews,
    IOptions<RequestOptions> limits,
    TimeProvider clock
)
{
    /// <param name="reason">Why, for the approvers.</param>
    public async Task<SpecDifference> Of(
        Caller who,
        IReadOnlyList<SpecDocument> documents,
        string reason,
        CancellationToken stop
    )
    {
        var known = await SpecReading.Read(store, kinds, previews, documents, stop);
        var problems = SpecReview.Problems(kinds, documents, known).ToList();
        if (problems.Count > 0)
        {
            return SpecDifference.Wrong(problems);
        }

        var all = documents.Select(new SpecJudge(kinds, known, clock.GetUtcNow()).Of).ToList();
        var differing = all.OfType<SpecState.Differs>().Select(d => d.Document);
        var denied = SpecReview.Denied(who, kinds, differing, known).ToList();
        if (denied.Count > 0)
        {
            return SpecDifference.Wrong(denied);
        }

        var shared = SharedSubjects.Of(kinds, all, known);
        if (shared.Problems.Count > 0)
        {
            return SpecDifference.Wrong(shared.Problems);
        }

        var judged = shared.Judged;
        var requested = judged.OfType<SpecState.Requested>().Where(r => !r.By.IsStuck);
        return new(
            [],
            judged.OfType<SpecState.Unchanged>().Count(u => u.Note is null),
            [.. requested.Select(r => new RequestedSpec(r.Document, r.By.Change))],
            [.. judged.SelectMany(Otherwise)],
            [.. judged.Select(j => j.Note).OfType<SpecNote>()],
            Requests(shared, reason, known)
        );
    }

    private static IEnumerable<RequestedSpec> Otherwise(SpecState judged) =>
        judged.Otherwise.Select(change => new RequestedSpec(judged.Document, change));

    private List<SpecRequest> Requests(SharedSubjects shared, string reason, SpecReading known)
    {
        var requests = new List<SpecRequest>();
        var open = shared.Judged.OfType<SpecState.Requested>().Where(r => r.By.AppliedAt is null).ToList();
        var requested = open.Select(r => Requested(r.Document, r.Operation, known)).ToList();
        foreach (var environment in shared.Now.GroupBy(d => known.Clusters[d.Document.Cluster].Environment))
        {
            var all = environment.ToList();
            var before = requests.Count;
            var needed = all.Select(d => Requested(d.Document, d.Operation, known)).ToList();
            foreach (var part in SpecPart.Of(kinds, needed, requested, limits.Value.MostResources, known.ClusterIds))
            {
                var of = part.Places.Select(place => all[place]).ToList();
                List<int> after = [.. part.After.Select(place => before + place)];
                List<ChangeId> afterOpen = [.. part.AfterOpen.Select(place => open[place].By.Change).Distinct()];
                requests.Add(Request(environment.Key, reason, of, after, afterOpen));
            }
        }

        requests.AddRange(Later(shared, [.. requests], reason));
        return requests;
    }

    // Each cluster's in a change of its own: one change holds a subject once.
    private static IEnumerable<SpecRequest> Later(SharedSubjects shared, List<SpecRequest> first, string reason) =>
        from request in first.Index()
        from document in request.Item.Documents
        from then in shared.Later[document]
        group then by (request.Index, request.Item.Environment, then.Document.Cluster) into part
        select Request(part.Key.Environment, reason, [.. part], [part.Key.Index], []);

    private static SpecRequest Request(
        string environment,
        string reason,
        List<SpecState.Differs> of,
        List<int> after,
        List<ChangeId> afterOpen
    ) =>
        new(
            environment,
            new("", reason, of[0].Document.Owner, [.. of.Select(Draft)]),
            [.. of.Select(p => p.Document)],
            after.Count > 0 || afterOpen.Count > 0
                ? ImmutableHashSet<int>.Empty
                : of.Index().Where(p => p.Item.IsSeen).Select(p => p.Index).ToImmutableHashSet(),
            after,
            afterOpen,
            of.Index().Where(p => p.Item.Drift is not null).ToDictionary(p => p.Index, p => p.Item.Drift!)
        );

    // What should be gone says by what is managed what it depends on.
    private static ResourceRequest Requested(SpecDocument document, ResourceOperation operation, SpecReading known)
    {
        var on = known.On(document);
        return new(on, operation, document.Spec ?? known.Managed.GetValueOrDefault(on)?.Spec, null, null);
    }

    private static ResourceDraft Draft(SpecState.Differs differs)
    {
        var document = differs.Document;
        return new(
            document.Kind,
            differs.Operation,
            document.Cluster,
            document.Name,
            differs.Spec,
            document.TypedName,
            Owner: document.Owner,
            Labels: document.Spec?.Labels
        );
    }
}
