namespace Portal.Core.Specs;

/// <summary>What was requested.</summary>
/// <param name="Refused">Why the changes after those were refused; null when none was.</param>
public sealed record AppliedSpecs(
    int Unchanged,
    IReadOnlyList<RequestedSpec> Requested,
    IReadOnlyList<RequestedSpec> Otherwise,
    IReadOnlyList<SpecNote> Notes,
    IReadOnlyList<SubmittedRequest> Submitted,
    Refusal? Refused
);

/// <summary>A change that was requested.</summary>
/// <param name="After">Those that have to be applied before it: of the same files, or open already.</param>
public sealed record SubmittedRequest(ChangeId Change, SpecRequest Request, IReadOnlyList<ChangeId> After)
{
    /// <summary>Former changes of the same requester that were cancelled for it: it requests all of them anew.</summary>
    public IReadOnlyList<ChangeId> Replaces { get; init; } = [];
}
