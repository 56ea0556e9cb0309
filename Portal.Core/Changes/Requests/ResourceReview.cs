using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What is wrong with one resource of a request, by field.</summary>
internal static class ResourceReview
{
    public static IEnumerable<FieldProblem> Problems(
        Caller who,
        ChangeDraft draft,
        ResourceDraft resource,
        IResourceKind kind,
        DraftReading known
    )
    {
        if (!known.Clusters.TryGetValue(resource.Cluster, out var cluster))
        {
            yield return new(
                "cluster",
                resource.Cluster.Length == 0
                    ? "Choose a cluster."
                    : $"No cluster named {resource.Cluster} is registered."
            );
        }
        else if (kind.NeedsKafka && !cluster.HasKafka)
        {
            yield return new("cluster", $"{cluster.Name} has no Kafka: choose a cluster that has one.");
        }

        if (NameProblem(resource, kind) is { } complaint)
        {
            yield return new("name", complaint);
        }

        var managed = known.On(resource) is { } on ? known.Managed.GetValueOrDefault(on) : null;
        var owner = known.Owners.GetValueOrDefault(draft.OwnerOf(resource));
        if (
            cluster is not null
            && (
                OwnershipReview.Elsewhere(resource, kind, cluster, known, owner)
                ?? OwnershipReview.Problem(who, resource, kind, cluster, managed, owner)
            )
                is { } notYours
        )
        {
            yield return notYours;
        }

        if (CriticalityReview.Problem(who, resource, kind, managed) is { } lowered)
        {
            yield return lowered;
        }

        if (resource.IsPermanent && (resource.Operation != ResourceOperation.Delete || !kind.CanDeletePermanently))
        {
            yield return new("permanent", "Only the deletion of a schema can be permanent. Leave it out.");
        }

        if (resource.Operation == ResourceOperation.Adopt && kind.Blank is null)
        {
            yield return new("operation", $"A {kind.Noun} can't be adopted as it is. Change it, or delete it.");
        }

        if (resource.Operation == ResourceOperation.Claim && kind.Blank is null)
        {
            yield return new("operation", $"A {kind.Noun} can't be claimed: not all that is wanted of it shows there.");
        }

        if (resource.Operation == ResourceOperation.Transfer && kind.FollowsOwner)
        {
            yield return new(
                "operation",
                $"A {kind.Noun} belongs to the owner of its data and goes along with it. Transfer that instead."
            );
        }

        var problems = Spec(resource, kind, managed?.Spec, known.Now);
        foreach (var problem in problems.Concat(resource.Labels?.Problems() ?? []))
        {
            yield return problem;
        }
    }

    private static string? NameProblem(ResourceDraft resource, IResourceKind kind) =>
        kind.NameProblem(resource.Name) ?? (resource.Spec is { } spec ? kind.NameProblem(resource.Name, spec) : null);

    private static IEnumerable<FieldProblem> Spec(
        ResourceDraft resource,
        IResourceKind kind,
        ResourceSpec? managed,
        DateTimeOffset now
    ) =>
        (resource.Operation, resource.Spec) switch
        {
            (ResourceOperation.Delete, _) => resource.TypedName == resource.Name
                ? []
                : [new("typedName", $"Type the {kind.Noun}'s name, {resource.Name}, to request its deletion.")],
            (ResourceOperation.Adopt or ResourceOperation.Claim or ResourceOperation.Transfer, null) => [],
            (ResourceOperation.Transfer, _) => [new("spec", "Leave the spec out: only the owner changes.")],
            (ResourceOperation.Adopt, _) => [new("spec", "Leave the spec out: what is there is adopted.")],
            (ResourceOperation.Claim, _) => [new("spec", "Leave the spec out: it is claimed as it is.")],
            (_, null) => [new("spec", $"Add the spec: what the {kind.Noun} should be like.")],
            (var operation, { } spec) => Limits(kind, spec, managed)
                .Concat(kind.TimeProblems(spec, now))
                // One that is created again after it was deleted by hand is the one that it was.
                .Concat(operation == ResourceOperation.Create && managed is null ? spec.CreationProblems() : [])
                .Select(p => p with { Field = $"spec.{p.Field}" }),
        };

    // One at a time, as long as somebody wants more: a request of megabytes may have a million.
    private static IEnumerable<FieldProblem> Limits(IResourceKind kind, ResourceSpec spec, ResourceSpec? managed)
    {
        HashSet<FieldProblem>? kept = null;
        foreach (var problem in kind.SpecProblems(spec))
        {
            kept ??= managed is null ? [] : Kept(kind, spec, managed);
            if (!kept.Contains(problem))
            {
                yield return problem;
            }
        }
    }

    // What was adopted may lie outside the portal's own limits: a field is held to them once it is changed.
    private static HashSet<FieldProblem> Kept(IResourceKind kind, ResourceSpec spec, ResourceSpec managed)
    {
        var known = kind.SpecProblems(managed).ToList();
        var moves = known.Count == 0 ? [] : kind.Between(managed, spec);
        return [.. known.Where(problem => !moves.Any(move => IsOf(move, problem)))];
    }

    // A move names a setting without what it is part of, and a list without the place in it.
    private static bool IsOf(FieldMove move, FieldProblem problem) =>
        problem.Field.Split('.', '[')[0] == move.Field
        || problem.Field.EndsWith($".{move.Field}", StringComparison.Ordinal);
}
