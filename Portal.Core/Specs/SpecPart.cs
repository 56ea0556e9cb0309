using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>
/// Which of many resources become one change. What depends on each other is kept together where a change holds it; where it doesn't,
/// what comes first is requested first. Pure.
/// </summary>
/// <param name="Places">Of its resources among all, as they were written.</param>
/// <param name="After">The parts, by their place, that have what some of it depends on.</param>
/// <param name="AfterOpen">What some of it depends on of what is requested already, by its place among that.</param>
internal sealed record SpecPart(IReadOnlyList<int> Places, IReadOnlyList<int> After, IReadOnlyList<int> AfterOpen)
{
    /// <param name="requested">Of one environment. A deletion with the spec that is deleted, which says what it depends on.</param>
    /// <param name="open">What open changes request already: in no part, and what depends on it waits in one of its own.</param>
    /// <param name="most">How many resources a change holds.</param>
    /// <param name="clusters">Those that they name, by name.</param>
    public static IReadOnlyList<SpecPart> Of(
        ResourceKinds kinds,
        IReadOnlyList<ResourceRequest> requested,
        IReadOnlyList<ResourceRequest> open,
        int most,
        IReadOnlyDictionary<string, ClusterId> clusters
    )
    {
        var all = First(kinds, requested, open, clusters);
        var first = all.Take(requested.Count).Select(before => before.FindAll(IsOwn)).ToArray();
        var groups = SpecGroups.Of(first).ToLookup(group => group.Any(place => !all[place].TrueForAll(IsOwn)));
        List<List<int>> parts = [.. Filled(groups[false], most), .. Filled(groups[true], most)];
        var partOf = parts.Index().SelectMany(p => p.Item.Select(place => (place, p.Index))).ToDictionary();
        return
        [
            .. parts.Select(
                (places, i) =>
                    new SpecPart(
                        [.. places.Order()],
                        [
                            .. places
                                .SelectMany(p => first[p])
                                .Select(p => partOf[p])
                                .Where(p => p < i)
                                .Distinct()
                                .Order(),
                        ],
                        [
                            .. places
                                .SelectMany(p => all[p])
                                .Where(p => !IsOwn(p))
                                .Select(p => p - requested.Count)
                                .Distinct()
                                .Order(),
                        ]
                    )
            ),
        ];

        bool IsOwn(int place) => place < requested.Count;
    }

    private static List<List<int>> Filled(IEnumerable<IReadOnlyList<int>> groups, int most)
    {
        var parts = new List<List<int>>();
        foreach (var together in groups.SelectMany(group => group.Chunk(most)))
        {
            if (parts is not [.., var last] || last.Count + together.Length > most)
            {
                parts.Add([.. together]);
            }
            else
            {
                last.AddRange(together);
            }
        }

        return parts;
    }

    // By place, the places whose steps come first. Only what one names of the other is compared: each with each would take minutes.
    private static List<int>[] First(
        ResourceKinds kinds,
        IReadOnlyList<ResourceRequest> requested,
        IReadOnlyList<ResourceRequest> open,
        IReadOnlyDictionary<string, ClusterId> clusters
    )
    {
        ResourceRequest[] all = [.. requested, .. open];
        var places = all.Index().ToDictionary(r => r.Item.On, r => r.Index);
        var first = all.Select(_ => new List<int>()).ToArray();
        foreach (var (place, request) in all.Index())
        {
            foreach (var on in kinds.Of(request.On.Kind).Related(request, clusters).Distinct())
            {
                if (!places.TryGetValue(on, out var other) || other == place)
                {
                    continue;
                }

                switch (kinds.Order(request, all[other]))
                {
                    // What is there already waits for no open change of what names it: no topic for that of its schema.
                    case Precedence.First
                        when place < requested.Count || all[other].Operation != ResourceOperation.Update:
                        first[other].Add(place);
                        break;
                    case Precedence.Last:
                        first[place].Add(other);
                        break;
                }
            }
        }

        return first;
    }
}
