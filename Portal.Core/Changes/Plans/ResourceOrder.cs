using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>Which resources' steps come first: as the request says, and where it says nothing, as their kinds do. Pure.</summary>
internal static class ResourceOrder
{
    /// <returns>By ordinal, the ordinals whose steps come first.</returns>
    public static IReadOnlyDictionary<int, int[]> Of(ResourceKinds kinds, IReadOnlyList<ChangeResource> resources)
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
