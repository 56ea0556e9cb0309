using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>
/// Which of many resources become one change. What depends on each other is kept together where a change holds it; where it doesn't,
/// what comes first is requested first. Pure.
/// </summary>
/// <param name="Places">Of its resources among all, as they were written.</param>
/// <param name="After">The parts, by their place, that have what some of it depends on.</param>
internal sealed record SpecPart(IReadOnlyList<int> Places, IReadOnlyList<int> After)
{
    /// <param name="requested">Of one environment. A deletion with the spec that is deleted, which says what it depends on.</param>
    /// <param name="most">How many resources a change holds.</param>
    /// <param name="clusters">Those that they name, by name.</param>
    public static IReadOnlyList<SpecPart> Of(
        ResourceKinds kinds,
        IReadOnlyList<ResourceRequest> requested,
        int most,
        IReadOnlyDictionary<string, ClusterId> clusters
    )
    {
        var first = First(kinds, requested, clusters);
        var parts = new List<List<int>>();
        foreach (var together in Groups(first).SelectMany(group => group.Chunk(most)))
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
                        ]
                    )
            ),
        ];
    }

    // By place, the places whose steps come first. Only what one names of the other is compared: each with each would take minutes.
    private static List<int>[] First(
        ResourceKinds kinds,
        IReadOnlyList<ResourceRequest> requested,
        IReadOnlyDictionary<string, ClusterId> clusters
    )
    {
        var places = requested.Index().ToDictionary(r => r.Item.On, r => r.Index);
        var first = requested.Select(_ => new List<int>()).ToArray();
        foreach (var (place, request) in requested.Index())
        {
            foreach (var on in kinds.Of(request.On.Kind).Related(request, clusters).Distinct())
            {
                if (!places.TryGetValue(on, out var other) || other == place)
                {
                    continue;
                }

                switch (kinds.Order(request, requested[other]))
                {
                    case Precedence.First:
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

    // What depends on each other, each in an order that can be applied; by what was written first.
    private static IEnumerable<IReadOnlyList<int>> Groups(List<int>[] first)
    {
        var root = Enumerable.Range(0, first.Length).ToArray();
        for (var place = 0; place < first.Length; place++)
        {
            foreach (var other in first[place])
            {
                var (one, two) = (Root(place), Root(other));
                root[Math.Max(one, two)] = Math.Min(one, two);
            }
        }

        return Applicable(first).GroupBy(Root).OrderBy(group => group.Key).Select(group => group.ToList());

        int Root(int place)
        {
            while (root[place] != place)
            {
                place = root[place] = root[root[place]];
            }

            return place;
        }
    }

    // Those on a circle come at the end: their plan says what is wrong.
    private static List<int> Applicable(List<int>[] first)
    {
        var waits = first.Select(before => before.Distinct().Count()).ToArray();
        var next = first.Select(_ => new List<int>()).ToArray();
        for (var place = 0; place < first.Length; place++)
        {
            first[place].Distinct().ToList().ForEach(before => next[before].Add(place));
        }

        var ready = new PriorityQueue<int, int>(
            Enumerable.Range(0, first.Length).Where(p => waits[p] == 0).Select(p => (p, p))
        );
        var order = new List<int>(first.Length);
        while (ready.TryDequeue(out var place, out _))
        {
            order.Add(place);
            foreach (var after in next[place].Where(after => --waits[after] == 0))
            {
                ready.Enqueue(after, after);
            }
        }

        return [.. order, .. Enumerable.Range(0, first.Length).Where(place => waits[place] > 0)];
    }
}
