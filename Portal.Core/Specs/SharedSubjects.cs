using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>
/// Documents that name one subject on several clusters of an environment that have one registry. It is one thing: it is requested on one of them,
/// and, where it is managed on others, on these once that is applied, so that each records it. Pure.
/// </summary>
/// <param name="Judged">All, in their order; what is requested elsewhere is noted.</param>
/// <param name="Now">What differs of them and waits for none of the others.</param>
/// <param name="Later">What is requested after another, by that one.</param>
/// <param name="Problems">Documents that contradict each other.</param>
internal sealed record SharedSubjects(
    IReadOnlyList<SpecState> Judged,
    IReadOnlyList<SpecState.Differs> Now,
    ILookup<SpecDocument, SpecState.Differs> Later,
    IReadOnlyList<SpecProblem> Problems
)
{
    public static SharedSubjects Of(ResourceKinds kinds, IReadOnlyList<SpecState> judged, SpecReading known)
    {
        var noted = new Dictionary<SpecState, SpecState>(ReferenceEqualityComparer.Instance);
        var later = new List<(SpecDocument First, SpecState.Differs Then)>();
        var problems = new List<SpecProblem>();
        foreach (var same in Subjects(kinds, judged, known))
        {
            // What is managed comes first: there it is requested without a claim.
            var members = same.OrderBy(j => IsManaged(j, known) ? 0 : 1).ToList();
            var (lead, first) = (members[0], members.OfType<SpecState.Differs>().FirstOrDefault());
            if (first is null)
            {
                continue;
            }

            foreach (var other in members.Skip(1).OfType<SpecState.Differs>())
            {
                if (!IsManaged(other, known) && other.Spec is not null && AreSame(kinds, lead.Document, other.Document))
                {
                    noted[other] = new SpecState.Unchanged(other.Document)
                    {
                        Note = SpecJudge.Beside(other.Note, other.Document, Elsewhere(lead.Document, other.Document)),
                        Otherwise = other.Otherwise,
                    };
                    continue;
                }

                // One that agrees with what is there already contradicts as well: what is requested now would be drift there.
                var before = (ReferenceEquals(other, first) ? lead : first).Document;
                if (!AreSame(kinds, before, other.Document))
                {
                    problems.Add(new(other.Document.Places.At("name"), Contradicts(before, other.Document)));
                }
                else if (!ReferenceEquals(other, first))
                {
                    later.Add((before, other));
                }
            }
        }

        List<SpecState> all = [.. judged.Select(j => noted.GetValueOrDefault(j, j))];
        var waiting = new HashSet<SpecState>(later.Select(pair => pair.Then), ReferenceEqualityComparer.Instance);
        return new(
            all,
            [.. all.OfType<SpecState.Differs>().Where(differs => !waiting.Contains(differs))],
            later.ToLookup(pair => pair.First, pair => pair.Then),
            problems
        );
    }

    private static IEnumerable<IEnumerable<SpecState>> Subjects(
        ResourceKinds kinds,
        IEnumerable<SpecState> judged,
        SpecReading known
    ) =>
        from state in judged
        let document = state.Document
        let kind = kinds.Of(document.Kind)
        let cluster = known.Clusters[document.Cluster]
        where kind.IsInRegistry && cluster.Registry is not null
        group state by (cluster.Environment, cluster.Registry, document.Kind, kind.LockKey(document.Name)) into same
        where same.Skip(1).Any()
        select same;

    private static bool IsManaged(SpecState state, SpecReading known) =>
        known.Managed.GetValueOrDefault(known.On(state.Document))?.Spec is not null;

    // Labels are of the portal's record on each cluster, and not of what the registry has.
    private static bool AreSame(ResourceKinds kinds, SpecDocument one, SpecDocument other) =>
        (one.Spec, other.Spec) switch
        {
            (null, null) => one.Owner == other.Owner,
            ({ } first, { } then) => one.Owner == other.Owner
                && kinds.Of(one.Kind).WriteSpec(first with { Labels = default })
                    == kinds.Of(one.Kind).WriteSpec(then with { Labels = default }),
            _ => false,
        };

    private static string Elsewhere(SpecDocument lead, SpecDocument other) =>
        $"{Shared(lead, other)}, so it is one subject, and its document at {lead.Place} stands for both: nothing is requested here. Once it is there, claim it on {other.Cluster} if it is to be managed on both.";

    private static string Contradicts(SpecDocument first, SpecDocument other) =>
        $"{Shared(first, other)}, so {other.Name} is one subject, and its document at {first.Place} wants something else of it. Write the same in both, or leave one of them out.";

    private static string Shared(SpecDocument one, SpecDocument other) =>
        $"{one.Cluster} and {other.Cluster} have the same schema registry";
}
