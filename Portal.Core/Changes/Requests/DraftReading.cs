using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What the store knows about a request's words: its clusters, its teams, what is managed already.</summary>
internal sealed record DraftReading(
    ResourceKinds Kinds,
    IReadOnlyDictionary<string, DraftCluster> Clusters,
    IReadOnlyDictionary<ResourceRef, DraftResource> Managed,
    IReadOnlyDictionary<string, Team> Owners,
    ILookup<int, FieldProblem> Seen,
    DateTimeOffset Now
)
{
    public static async Task<DraftReading> Read(
        PortalDb db,
        ResourceKinds kinds,
        IEnumerable<IPreviewReader> previews,
        ChangeDraft draft,
        IReadOnlyDictionary<string, DraftCluster> clusters,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var asked = draft.Resources;
        var resources = asked.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var managed = await (
            from r in db.Set<Resource>().AsNoTracking()
            join t in db.Set<Team>() on r.OwnerTeamId equals t.Id
            where resources.Contains(r.Name) && r.GoneAt == null
            select new { Resource = r, t.Title }
        ).ToListAsync(stop);
        var owning = managed.Select(m => m.Resource.OwnerTeamId).Distinct().ToArray();
        var owners = asked.Select(draft.OwnerOf).Append(draft.Owner).Distinct(StringComparer.Ordinal).ToArray();
        return new DraftReading(
            kinds,
            clusters,
            managed.ToDictionary(
                m => m.Resource.On,
                m => new DraftResource(m.Resource.OwnerTeamId, m.Title, m.Resource.Read(kinds))
            ),
            await db.Set<Team>()
                .AsNoTracking()
                .Where(t => owners.Contains(t.Name) || owning.Contains(t.Id))
                .ToDictionaryAsync(t => t.Name, StringComparer.Ordinal, stop),
            await SeenProblems.Of(previews, draft, clusters, stop),
            now
        );
    }

    /// <summary>The change that is asked for, before it is stored. Only where nothing is wrong with it.</summary>
    public Change ToChange(Caller who, ChangeDraft draft, DateTimeOffset now) =>
        new()
        {
            Title = TitleOf(draft),
            Reason = draft.Reason.Trim(),
            State = ChangeState.Draft,
            Environment = EnvironmentOf(draft),
            Actor = who.Actor,
            Authors = [.. who.Authors],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now + ChangeRequests.ExpiresAfter,
            Resources = [.. ToResources(draft)],
        };

    public string TitleOf(ChangeDraft draft) =>
        ChangeTitle.Of(draft, Kinds, r => On(r) is { } on ? Managed.GetValueOrDefault(on)?.Spec : null);

    public string EnvironmentOf(ChangeDraft draft) => Clusters[draft.Resources[0].Cluster].Environment;

    public IEnumerable<ChangeResource> ToResources(ChangeDraft draft) =>
        draft.Resources.Select((r, i) => ToResource(draft, r, i));

    /// <summary>What the draft is about, as far as its clusters are known.</summary>
    public IReadOnlyCollection<ResourceRef> Wishes(ChangeDraft draft) =>
        [.. draft.Resources.Select(On).OfType<ResourceRef>()];

    /// <summary>Which resource is meant; null when its cluster isn't known.</summary>
    public ResourceRef? On(ResourceDraft resource) =>
        Clusters.TryGetValue(resource.Cluster, out var cluster) ? new(resource.Kind, cluster.Id, resource.Name) : null;

    public Refusal? Refusal(Caller who, ChangeDraft draft)
    {
        var problems = DraftReview.Problems(who, draft, this);
        return problems.Count > 0 ? Core.Refusal.Invalid(problems) : Denied(who, draft);
    }

    /// <summary>Why they may not request it; null when they may. Only where nothing is wrong with it but its reason.</summary>
    public Refusal? Denied(Caller who, ChangeDraft draft) =>
        draft
            .Resources.Select(r => DraftActs.Of(r, draft, this))
            .Distinct()
            .Select(request => Authority.May(who, request))
            .FirstOrDefault(permission => !permission.Granted)
            is { } denied
            ? Core.Refusal.Denied(denied.Words)
            : null;

    private ChangeResource ToResource(ChangeDraft draft, ResourceDraft resource, int ordinal)
    {
        var kind = Kinds.Of(resource.Kind);
        var owner = draft.OwnerOf(resource);
        var on = On(resource)!.Value;
        var (known, isTransfer) = (Managed.GetValueOrDefault(on), resource.Operation == ResourceOperation.Transfer);
        var managed = known?.Spec;
        var labels = managed?.Labels ?? default;
        var origin = resource.Labels is null ? labels : resource.BaseLabels ?? labels;
        var toFill =
            resource.Operation is ResourceOperation.Adopt or ResourceOperation.Claim && managed is null
                ? kind.Blank
                : null;
        return new ChangeResource
        {
            Ordinal = ordinal,
            Kind = on.Kind,
            Operation = resource.Operation,
            ClusterId = on.Cluster,
            Name = on.Name,
            LockKey = kind.LockKey(on.Name),
            OwnerTeamId = isTransfer ? known!.Owner : Owners[owner].Id,
            NewOwnerTeamId = isTransfer ? Owners[owner].Id : null,
            Wanted =
                isTransfer || resource.Operation == ResourceOperation.Delete
                    ? null
                    : Json(kind, resource.Spec ?? toFill, owner, resource.Labels ?? labels),
            Base = resource.Operation == ResourceOperation.Update ? Json(kind, resource.Base, owner, origin) : null,
            KeepsLabels =
                !isTransfer
                && resource.Operation != ResourceOperation.Delete
                && (
                    resource.Labels is null
                    || (managed is not null && DraftActs.Of(resource, draft, this) is CallerAction.RequestAccess)
                ),
            TierWhenSent = managed?.Criticality,
            DependsOn = [.. resource.DependsOn ?? []],
            IsPermanent = resource.IsPermanent,
        };
    }

    private static string? Json(IResourceKind kind, ResourceSpec? spec, string owner, Labels labels) =>
        spec is null ? null : kind.WriteSpec(spec with { Owner = owner, Labels = labels });
}
