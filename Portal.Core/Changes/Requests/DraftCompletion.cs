using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// A request with what it leaves open: the owner of what belongs to the owner of something else, and what its kinds fill in. One that is
/// about such resources costs three queries, and a fourth where a prefix is among them, however many they are.
/// </summary>
internal sealed class DraftCompletion
{
    private readonly ChangeDraft _draft;
    private readonly ResourceKinds _kinds;
    private readonly Dictionary<string, ClusterId> _clusters;
    private readonly List<(int Place, OwnerSource Source)> _owned;

    private DraftCompletion(ChangeDraft draft, ResourceKinds kinds, Dictionary<string, ClusterId> clusters)
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
        CancellationToken stop
    )
    {
        var names = draft.Resources.Select(r => r.Cluster).Distinct(StringComparer.Ordinal).ToArray();
        var clusters = await db.Set<Cluster>()
            .Where(c => names.Contains(c.Name) && c.DeregisteredAt == null)
            .ToDictionaryAsync(c => c.Name, c => c.Id, StringComparer.Ordinal, stop);
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
        var asked = _owned.Select(o => _draft.Resources[o.Place].Name).ToArray();
        var managed = await Owned(db, db.Set<Resource>().Where(r => asked.Contains(r.Name)), stop);
        string[] patterns = [.. _owned.Select(o => Pattern(o.Source)).Distinct()];
        var sources = await Owned(
            db,
            db.Set<Resource>().Where(r => patterns.Any(p => EF.Functions.Like(r.Name, p, LikePattern.EscapeCharacter))),
            stop
        );
        var unowned = await UnownedResources.Under([.. _owned.Select(o => o.Source).Where(o => o.IsPrefix)], db, stop);
        var completed = _draft.Resources.ToList();
        foreach (var (place, source) in _owned)
        {
            var resource = completed[place];
            var known = managed.Find(m => m.Resource.On == On(resource));
            completed[place] = resource with { Owner = known?.Owner ?? OwnerOf(source, sources, unowned) };
        }

        return _draft with
        {
            Resources = completed,
        };
    }

    // One that is requested along with it is there first. What nobody owns, or several do, is Platform's.
    private string OwnerOf(OwnerSource source, List<Managed> managed, List<ResourceRef> unowned)
    {
        var requested = _draft.Resources.FirstOrDefault(r =>
            !source.IsPrefix
            && r.Operation == ResourceOperation.Create
            && On(r) == new ResourceRef(source.Kind, source.Cluster, source.Name)
        );
        var owners = managed.Where(m => source.Covers(m.Resource.On)).Select(m => m.Owner).Distinct().ToList();
        return requested is not null ? _draft.OwnerOf(requested)
            : owners is [var only] && !unowned.Any(source.Covers) ? only
            : Team.PlatformName;
    }

    internal static string Pattern(OwnerSource source) =>
        $"{LikePattern.Escape(source.Name)}{(source.IsPrefix ? "%" : "")}";

    private OwnerSource? SourceOf(ResourceDraft resource) =>
        resource is { Operation: not ResourceOperation.Delete, Spec: { } spec } && On(resource) is { } on
            ? _kinds.Find(resource.Kind)?.OwnedWith(on.Cluster, spec)
            : null;

    private ResourceRef? On(ResourceDraft resource) =>
        _clusters.TryGetValue(resource.Cluster, out var cluster) ? new(resource.Kind, cluster, resource.Name) : null;

    private static async Task<List<Managed>> Owned(
        PortalDb db,
        IQueryable<Resource> resources,
        CancellationToken stop
    ) =>
        await (
            from r in resources.AsNoTracking()
            join t in db.Set<Team>() on r.OwnerTeamId equals t.Id
            where r.GoneAt == null
            select new Managed(r, t.Name)
        ).ToListAsync(stop);

    private sealed record Managed(Resource Resource, string Owner);
}
