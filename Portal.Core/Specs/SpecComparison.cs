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
    IOptions<RequestOptions> limits
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
            return new(problems, 0, [], [], []);
        }

        var judged = documents.Select(document => Judge(document, known)).ToList();
        var differing = judged.OfType<SpecState.Differs>().ToList();
        var denied = SpecReview.Denied(who, kinds, differing.Select(d => d.Document), known).ToList();
        if (denied.Count > 0)
        {
            return new(denied, 0, [], [], []);
        }

        return new(
            [],
            judged.OfType<SpecState.Unchanged>().Count(),
            [.. judged.OfType<SpecState.Requested>().Select(r => new RequestedSpec(r.Document, r.By))],
            [.. judged.Where(j => j is not SpecState.Requested).SelectMany(j => Otherwise(j.Document, known))],
            Requests(differing, reason, known)
        );
    }

    private SpecState Judge(SpecDocument document, SpecReading known)
    {
        var on = known.On(document);
        var kind = kinds.Of(document.Kind);
        var managed = known.Managed.GetValueOrDefault(on)?.Spec;
        var seen = known.SeenOf(kind, on);
        var open = known.Newest(on);
        var isThere = seen.IsKnown ? seen.Live is not null : managed is not null;
        // What isn't managed yet is left open as its request was: that has an end and an owner by now.
        var wanted = Wanted(document, on, managed ?? open?.Request.Wanted);
        var isUnchanged = wanted is null
            ? managed is null && !isThere
            : known.IsRemoved(on, wanted) || (IsSame(managed) && !known.HasDrift(kind, on, wanted));
        var operation =
            wanted is null ? ResourceOperation.Delete
            : isThere ? ResourceOperation.Update
            : ResourceOperation.Create;
        return isUnchanged ? new SpecState.Unchanged(document)
            : Requests(open) ? new SpecState.Requested(document, open!.Change)
            : new SpecState.Differs(document, operation, seen.IsKnown);

        bool Requests(OpenRequest? other) =>
            other is { Request: { Base: null } request }
            && request.Operation == operation
            && IsSame(kinds.WantedOver(request, managed));

        // Equal specs are equal as their kind writes them.
        bool IsSame(ResourceSpec? other) => Written(kind, wanted) == Written(kind, other);
    }

    // What a document leaves open is as it is; so is the owner of what belongs to the owner of something else.
    private ResourceSpec? Wanted(SpecDocument document, ResourceRef on, ResourceSpec? managed)
    {
        if (document.Spec is not { } spec || managed is null)
        {
            return document.Spec;
        }

        var kind = kinds.Of(document.Kind);
        var completed = kind.Complete(spec, managed, DateTimeOffset.MinValue);
        return kind.OwnedWith(on.Cluster, spec) is null ? completed : completed with { Owner = managed.Owner };
    }

    private static IEnumerable<RequestedSpec> Otherwise(SpecDocument document, SpecReading known) =>
        known.Newest(known.On(document)) is { } other ? [new(document, other.Change)] : [];

    private static string? Written(IResourceKind kind, ResourceSpec? spec) =>
        spec is null ? null : kind.WriteSpec(spec);

    private List<SpecRequest> Requests(IEnumerable<SpecState.Differs> differing, string reason, SpecReading known)
    {
        var requests = new List<SpecRequest>();
        foreach (var environment in differing.GroupBy(d => known.Clusters[d.Document.Cluster].Environment))
        {
            var all = environment.ToList();
            var before = requests.Count;
            var requested = all.Select(d => Requested(d, known)).ToList();
            foreach (var part in SpecPart.Of(kinds, requested, limits.Value.MostResources, known.ClusterIds))
            {
                var of = part.Places.Select(place => all[place]).ToList();
                requests.Add(
                    new(
                        environment.Key,
                        new("", reason, of[0].Document.Owner, [.. of.Select(p => Draft(p.Document, p.Operation))]),
                        [.. of.Select(p => p.Document)],
                        part.After.Count > 0
                            ? ImmutableHashSet<int>.Empty
                            : of.Index().Where(p => p.Item.IsSeen).Select(p => p.Index).ToImmutableHashSet(),
                        [.. part.After.Select(place => before + place)]
                    )
                );
            }
        }

        return requests;
    }

    // What should be gone says by what is managed what it depends on.
    private static ResourceRequest Requested(SpecState.Differs differs, SpecReading known)
    {
        var on = known.On(differs.Document);
        var spec = differs.Document.Spec ?? known.Managed.GetValueOrDefault(on)?.Spec;
        return new(on, differs.Operation, spec, null, null);
    }

    private static ResourceDraft Draft(SpecDocument document, ResourceOperation operation) =>
        new(
            document.Kind,
            operation,
            document.Cluster,
            document.Name,
            document.Spec,
            document.TypedName,
            Owner: document.Owner,
            Labels: document.Spec?.Labels
        );
}
