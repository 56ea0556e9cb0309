using System.Collections.Immutable;
using System.Globalization;
using Portal.Core.Changes.Requests;

namespace Portal.Core.Specs;

/// <summary>What would have to be requested so that everything is as the documents say.</summary>
/// <param name="Problems">With any, nothing is requested.</param>
/// <param name="Unchanged">How many documents say what is so already.</param>
/// <param name="Requested">What an open change requests already, just so.</param>
/// <param name="Otherwise">Documents with each open change that requests something else of theirs, up to ten each: applied later, it would win.</param>
/// <param name="Notes">What of documents isn't requested though they aren't known to be as written, and which change of theirs waits.</param>
public sealed record SpecDifference(
    IReadOnlyList<SpecProblem> Problems,
    int Unchanged,
    IReadOnlyList<RequestedSpec> Requested,
    IReadOnlyList<RequestedSpec> Otherwise,
    IReadOnlyList<SpecNote> Notes,
    IReadOnlyList<SpecRequest> Requests
)
{
    public static SpecDifference Wrong(IReadOnlyList<SpecProblem> problems) => new(problems, 0, [], [], [], []);
}

/// <summary>A document, and an open change of what it is about.</summary>
public sealed record RequestedSpec(SpecDocument Document, ChangeId Change);

/// <summary>A document, and why it isn't requested, or not all of it, or which change of it was sent back or has no plan.</summary>
/// <param name="StuckAt">The change that is stuck at it; null where that isn't why.</param>
public sealed record SpecNote(SpecDocument Document, string Words, ChangeId? StuckAt = null);

/// <summary>A change to be requested: documents of one environment, at most as many as a change holds.</summary>
/// <param name="Documents">In the order of the draft's resources.</param>
/// <param name="Seen">The places, among its documents, of what was seen since it last changed. None where it depends on what is requested
/// before it: only a plan on live answers says then what is possible.</param>
/// <param name="After">The requests, by their place among all, that have to be applied before it: some of it depends on them.</param>
/// <param name="AfterOpen">Open changes that have to be, for the same reason.</param>
/// <param name="Drifted">By their places, documents that are as managed: how they differ from what was seen.</param>
public sealed record SpecRequest(
    string Environment,
    ChangeDraft Draft,
    IReadOnlyList<SpecDocument> Documents,
    IReadOnlySet<int> Seen,
    IReadOnlyList<int> After,
    IReadOnlyList<ChangeId> AfterOpen,
    IReadOnlyDictionary<int, string> Drifted
)
{
    /// <summary>Whether what was last seen says of all of it what is possible.</summary>
    public bool IsSeen => Seen.Count == Documents.Count;

    /// <summary>Whether another change has to be applied before it.</summary>
    public bool IsLater => After.Count > 0 || AfterOpen.Count > 0;

    /// <summary>What is wrong with the request by field, where it stands in the files.</summary>
    public IEnumerable<SpecProblem> Problems(IEnumerable<KeyValuePair<string, string>> byField) =>
        byField.Select(problem => new SpecProblem(PlaceOf(problem.Key), problem.Value));

    /// <summary>The rest of it, without some of its documents; there have to be others.</summary>
    public SpecRequest Without(IEnumerable<int> places)
    {
        int[] left = [.. Enumerable.Range(0, Documents.Count).Except(places)];
        return this with
        {
            Draft = Draft with { Resources = [.. left.Select(place => Draft.Resources[place])] },
            Documents = [.. left.Select(place => Documents[place])],
            Seen = left.Index().Where(kept => Seen.Contains(kept.Item)).Select(kept => kept.Index).ToImmutableHashSet(),
            Drifted = left.Index()
                .Where(kept => Drifted.ContainsKey(kept.Item))
                .ToDictionary(kept => kept.Index, kept => Drifted[kept.Item]),
        };
    }

    // "resources[2].spec.partitions", "resources[2].name" or a field of the whole request.
    private SpecPlace PlaceOf(string field)
    {
        var end = field.IndexOf(']', StringComparison.Ordinal);
        if (!field.StartsWith("resources[", StringComparison.Ordinal) || end < 0)
        {
            return Documents[0].Place;
        }

        var document = Documents[int.Parse(field["resources[".Length..end], CultureInfo.InvariantCulture)];
        return document.Places.At(field[(end + 1)..].TrimStart('.'));
    }
}
