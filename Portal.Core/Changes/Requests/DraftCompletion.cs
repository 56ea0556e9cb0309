using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// A request with what it leaves open: the owner of what belongs to the owner of something else, and what its kinds fill in. One that is
/// about such resources costs two queries, and a third where a prefix is among them, however many they are.
/// </summary>
internal sealed class DraftCompletion
{
    private readonly ChangeDraft _draft;
    private readonly ResourceKinds _kinds;
    private readonly IReadOnlyDictionary<string, DraftCluster> _clusters;
    private readonly List<(int Place, OwnerSource Source)> _owned;

    private DraftCompletion(ChangeDraft draft, ResourceKinds kinds, IReadOnlyDictionary<string, DraftCluster> clusters)
    {
        (_draft, _kinds, _clusters) = (draft, kinds, clusters);
        _owned =
        [
            .. draft
                .Resources.Select((resource, place) => (place, Source: SourceOf(resource)))
                .Where(owned => owned.Source is not null)
                .Select(owned => (owned.place, owned.Source!)),
        ];
    }

    public static async Task<ChangeDraft> Owned(
        PortalDb db,
        ResourceKinds kinds,
        ChangeDraft draft,
        IReadOnlyDictionary<string, DraftCluster> clusters,
        CancellationToken stop
    )
    {
        var completion = new DraftCompletion(draft, kinds, clusters);
        return completion._owned.Count == 0 ? draft : await completion.Owned(db, stop);
    }

    /// <summary>What every kind fills in, by what is managed.</summary>
    public static ChangeDraft Filled(ChangeDraft draft, DraftReading known) =>
        draft with
        {
            Resources = [.. draft.Resources.Select(resource => Filled(resource, known))],
        };

    private static ResourceDraft Filled(ResourceDraft resource, DraftReading known) =>
        resource is { Operation: not ResourceOperation.Delete, Spec: { } spec }
        && known.On(resource) is { } on
        && known.Kinds.Find(resource.Kind) is { } kind
            ? resource with
            {
                Spec = kind.Complete(spec, known.Managed.GetValueOrDefault(on)?.Spec, known.Now),
            }
            : resource;

    private async Task<ChangeDraft> Owned(PortalDb db, CancellationToken stop)
    {
        // With themselves: what is managed keeps its owner.
        var own = _owned.Select(o => On(_draft.Resources[o.Place])!.Value);
        var owners = await OwnersAfter.Now([.. _owned.Select(o => o.Source), .. own.Select(OwnerSource.Of)], db, stop);
        var completed = _draft.Resources.ToList();
        foreach (var (place, source) in _owned)
        {
            var resource = completed[place];
            completed[place] = resource with
            {
                Owner = owners.OwnerOf(On(resource)!.Value)?.Name ?? Requested(source) ?? owners.OwnerOf(source).Name,
            };
        }

        return _draft with
        {
            Resources = completed,
        };
    }

    // One that is requested along with it is there first.
    private string? Requested(OwnerSource source) =>
        source.One is { } one
        && _draft.Resources.FirstOrDefault(r => r.Operation == ResourceOperation.Create && On(r) == one) is { } created
            ? _draft.OwnerOf(created)
            : null;

    private OwnerSource? SourceOf(ResourceDraft resource) =>
        resource is { Operation: not ResourceOperation.Delete, Spec: { } spec } && On(resource) is { } on
            ? _kinds.Find(resource.Kind)?.OwnedWith(on.Cluster, spec)
            : null;

    private ResourceRef? On(ResourceDraft resource) =>
        _clusters.TryGetValue(resource.Cluster, out var cluster) ? new(resource.Kind, cluster.Id, resource.Name) : null;
}
