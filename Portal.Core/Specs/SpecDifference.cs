using System.Globalization;
using Portal.Core.Changes.Requests;

namespace Portal.Core.Specs;

/// <summary>What would have to be requested so that everything is as the documents say.</summary>
/// <param name="Problems">With any, nothing is requested.</param>
/// <param name="Unchanged">How many documents say what is so already.</param>
/// <param name="Requested">What an open change requests already, just so.</param>
/// <param name="Otherwise">Documents whose newest open change requests something else: applied later, it would win.</param>
public sealed record SpecDifference(
    IReadOnlyList<SpecProblem> Problems,
    int Unchanged,
    IReadOnlyList<RequestedSpec> Requested,
    IReadOnlyList<RequestedSpec> Otherwise,
    IReadOnlyList<SpecRequest> Requests
);

/// <summary>A document, and an open change of what it is about.</summary>
public sealed record RequestedSpec(SpecDocument Document, ChangeId Change);

/// <summary>A change to be requested: documents of one environment, at most as many as a change holds.</summary>
/// <param name="Documents">In the order of the draft's resources.</param>
/// <param name="Seen">The places, among its documents, of what was seen since it last changed. None where it depends on what is requested
/// before it: only a plan on live answers says then what is possible.</param>
/// <param name="After">The requests, by their place among all, that have to be applied before it: some of it depends on them.</param>
public sealed record SpecRequest(
    string Environment,
    ChangeDraft Draft,
    IReadOnlyList<SpecDocument> Documents,
    IReadOnlySet<int> Seen,
    IReadOnlyList<int> After
)
{
    /// <summary>Whether what was last seen says of all of it what is possible.</summary>
    public bool IsSeen => Seen.Count == Documents.Count;

    /// <summary>What is wrong with the request by field, where it stands in the files.</summary>
    public IEnumerable<SpecProblem> Problems(IEnumerable<KeyValuePair<string, string>> byField) =>
        byField.Select(problem => new SpecProblem(PlaceOf(problem.Key), problem.Value));

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
