using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>
/// The versions that a request's registrations will have made. A registry takes a version only after all that it refers to, so nothing can be asked
/// about one that refers to another which isn't registered yet. Pure.
/// </summary>
public static class PlannedVersions
{
    /// <summary>The registration that makes the version which is referred to; null when it has to be there already.</summary>
    /// <param name="to">As it was resolved.</param>
    public static RegisterSchema? MakerOf(SchemaReference to, IEnumerable<RegisterSchema> planned) =>
        planned.FirstOrDefault(step => step.On.Name == to.Subject && to.Version > (step.Before?.Version ?? 0));

    /// <summary>What of a plan's registrations can't be done in their order, in a sentence; null when all can.</summary>
    /// <param name="planned">Of one registry, in the order of the plan.</param>
    public static string? Problem(IReadOnlyList<RegisterSchema> planned)
    {
        var needs = planned.ToDictionary(
            step => step.On.Name,
            step =>
                step.References.Resolved(step.On.Name)
                    .Where(to => MakerOf(to, planned) is not null)
                    .Select(to => to.Subject)
                    .ToList(),
            StringComparer.Ordinal
        );
        if (Circle(needs) is { } circle)
        {
            return circle;
        }

        for (var i = 0; i < planned.Count; i++)
        {
            var (subject, references) = (planned[i].On.Name, planned[i].References);
            if (references.Resolved(subject).FirstOrDefault(to => MakerOf(to, planned.Skip(i)) is not null) is { } late)
            {
                return $"{subject} refers to version {late.Version} of {late.Subject}, which this request registers after it. Name {late.Subject} in its dependsOn.";
            }
        }

        return null;
    }

    /// <summary>What is requested as new and refers to itself by way of others that are; null when nothing does.</summary>
    public static string? Problem(IReadOnlyCollection<ResourceRequest> requested)
    {
        var created = requested
            .Where(request => request is { Operation: ResourceOperation.Create, Wanted: SchemaSpec })
            .ToDictionary(request => request.On.Name, request => (SchemaSpec)request.Wanted!, StringComparer.Ordinal);
        return Circle(
            created.ToDictionary(
                one => one.Key,
                one =>
                    one.Value.References.Resolved(one.Key).Select(to => to.Subject).Where(created.ContainsKey).ToList(),
                StringComparer.Ordinal
            )
        );
    }

    private static string? Circle(Dictionary<string, List<string>> needs)
    {
        // What needs nothing that is left can be registered next; what remains at the end lies on a circle, or waits for one.
        var left = new SortedSet<string>(needs.Keys, StringComparer.Ordinal);
        while (left.FirstOrDefault(name => !needs[name].Exists(left.Contains)) is { } next)
        {
            left.Remove(next);
        }

        if (left.Min is not { } first)
        {
            return null;
        }

        var path = new List<string>();
        for (var at = first; ; at = needs[at].Find(left.Contains)!)
        {
            if (path.IndexOf(at) is var begin and >= 0)
            {
                return $"These schemas refer to each other in a circle, so none of them can be registered first: {string.Join(" → ", path.Skip(begin).Append(at))}. Move what they share into a subject of its own.";
            }

            path.Add(at);
        }
    }
}
