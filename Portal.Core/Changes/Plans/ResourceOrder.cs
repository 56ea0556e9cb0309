using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>Which resources' steps come first: as the request says, and where it says nothing, as their kinds do. Pure.</summary>
internal static class ResourceOrder
{
    /// <param name="users">By the ordinal of a resource that is deleted, those that are deleted with it and build on it.</param>
    /// <returns>By ordinal, the ordinals whose steps come first.</returns>
    public static IReadOnlyDictionary<int, int[]> Of(
        ResourceKinds kinds,
        IReadOnlyList<ChangeResource> resources,
        ILookup<int, ChangeResource> users
    )
    {
        var first = resources.ToDictionary(r => r.Ordinal, r => r.DependsOn.ToHashSet());
        var asked = resources.OrderBy(r => r.Ordinal).Select(r => (r.Ordinal, Request: r.Read(kinds))).ToList();
        foreach (var (ordinal, request) in asked)
        {
            foreach (var other in asked.Where(a => a.Ordinal != ordinal))
            {
                var place = kinds.Of(request.On.Kind).Beside(request, other.Request);
                if (place is Precedence.First && !Waits(first, ordinal, other.Ordinal))
                {
                    first[other.Ordinal].Add(ordinal);
                }
                else if (place is Precedence.Last && !Waits(first, other.Ordinal, ordinal))
                {
                    first[ordinal].Add(other.Ordinal);
                }
            }
        }

        foreach (var (used, user) in users.SelectMany(of => of.Select(user => (of.Key, user.Ordinal))))
        {
            if (!Waits(first, user, used))
            {
                first[used].Add(user);
            }
        }

        return first.ToDictionary(r => r.Key, r => r.Value.Order().ToArray());
    }

    // What would close a circle is left out: what the request says itself holds.
    private static bool Waits(Dictionary<int, HashSet<int>> first, int resource, int on)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([resource]);
        while (open.TryPop(out var next))
        {
            if (next == on)
            {
                return true;
            }

            foreach (var before in first.GetValueOrDefault(next, []).Where(seen.Add))
            {
                open.Push(before);
            }
        }

        return false;
    }
}
