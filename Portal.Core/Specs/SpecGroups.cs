namespace Portal.Core.Specs;

/// <summary>Which of many resources depend on each other, each group in an order that can be applied. Pure.</summary>
internal static class SpecGroups
{
    /// <param name="first">By place, the places that come before it.</param>
    /// <returns>By what was written first.</returns>
    public static IEnumerable<IReadOnlyList<int>> Of(List<int>[] first)
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
