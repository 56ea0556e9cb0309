using Microsoft.Extensions.Logging;
using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>Documents, what is so already, and what the changes would come to that make it so.</summary>
public sealed record SpecPlan(
    int Unchanged,
    IReadOnlyList<RequestedSpec> Requested,
    IReadOnlyList<RequestedSpec> Otherwise,
    IReadOnlyList<SpecNote> Notes,
    IReadOnlyList<PlannedRequest> Changes
);

/// <summary>A change to be requested, and what it would probably come to.</summary>
public sealed record PlannedRequest(SpecRequest Request, Forecast Forecast);

/// <summary>
/// Specs that people keep in files: what differs is requested by changes like any other. To do it twice is to do it once, and
/// with anything wrong in any file nothing is requested.
/// </summary>
public sealed partial class SpecPlans(
    SpecComparison comparison,
    Forecasts forecasts,
    SpecSubmission submission,
    ILogger<SpecPlans> log
)
{
    private readonly SpecForecasts _forecasts = new(forecasts);

    /// <remarks>Needs no reason: it is given when it is applied.</remarks>
    public Task<Outcome<SpecPlan>> Plan(
        Caller who,
        IReadOnlyList<SpecDocument> documents,
        string reason,
        CancellationToken stop
    ) => Plan(who, documents, reason, needsReason: false, stop);

    private async Task<Outcome<SpecPlan>> Plan(
        Caller who,
        IReadOnlyList<SpecDocument> documents,
        string reason,
        bool needsReason,
        CancellationToken stop
    )
    {
        var difference = await comparison.Of(who, documents, reason, stop);
        if (difference.Problems.Count > 0)
        {
            return SpecProblemList.Of(difference.Problems).ToRefusal();
        }

        var (planned, notes) = await _forecasts.Of(who, difference.Requests, stop);
        var wrong = planned.SelectMany(p => SpecRefusals.Of(p, needsReason || reason.Length > 0)).ToList();
        return wrong.Count > 0
            ? SpecProblemList.Of(wrong).ToRefusal()
            : new SpecPlan(
                difference.Unchanged,
                difference.Requested,
                difference.Otherwise,
                [.. difference.Notes, .. notes],
                planned
            );
    }

    public async Task<Outcome<AppliedSpecs>> Apply(
        Caller who,
        IReadOnlyList<SpecDocument> documents,
        string reason,
        CancellationToken stop
    )
    {
        var planned = await Plan(who, documents, reason, needsReason: true, stop);
        if (planned is not Outcome<SpecPlan>.Done(var plan))
        {
            return ((Outcome<SpecPlan>.Refused)planned).Why;
        }

        var (unchanged, submitted) = (plan.Unchanged, new List<SubmittedRequest>());
        var (requested, otherwise, notes) = (plan.Requested.ToList(), plan.Otherwise.ToList(), plan.Notes.ToList());
        var changes = new List<(int Place, ChangeId Change)>();
        foreach (var (place, (request, _)) in plan.Changes.Index())
        {
            switch (await Submit(who, request, reason, isFirst: submitted.Count == 0, stop))
            {
                case Outcome<SubmittedPart>.Done(var part):
                    var first = changes.Where(made => request.After.Contains(made.Place)).Select(made => made.Change);
                    ChangeId[] after = [.. request.AfterOpen, .. first];
                    submitted.AddRange(part.Submitted.Select(s => s with { After = [.. after.Union(s.After)] }));
                    // What another apply requested meanwhile comes first all the same.
                    changes.AddRange(
                        part.Submitted.Select(s => s.Change)
                            .Union(part.Now.Requested.Select(r => r.Change))
                            .Select(change => (place, change))
                    );
                    unchanged += part.Now.Unchanged;
                    requested.AddRange(part.Now.Requested);
                    otherwise.AddRange(part.Now.Otherwise.Except(otherwise));
                    otherwise.RemoveAll(o => part.Submitted.Any(s => s.Replaces.Contains(o.Change)));
                    notes.AddRange(part.Now.Notes.Except(notes));
                    break;
                case Outcome<SubmittedPart>.Refused(var why) when submitted.Count == 0:
                    return why;
                case Outcome<SubmittedPart>.Refused(var why):
                    return new AppliedSpecs(unchanged, requested, otherwise, notes, submitted, why);
            }
        }

        return new AppliedSpecs(unchanged, requested, otherwise, notes, submitted, null);
    }

    // What was requested before it stays requested, so a failure is reported beside that and not instead of it.
    private async Task<Outcome<SubmittedPart>> Submit(
        Caller who,
        SpecRequest request,
        string reason,
        bool isFirst,
        CancellationToken stop
    )
    {
        try
        {
            return await submission.Submit(who, request, reason, stop);
        }
        catch (Exception failure)
            when (!isFirst && (StoreFailure.IsTheStores(failure) || StoreFailure.IsRefusal(failure)))
        {
            LogNotRequested(failure);
            return Refusal.Conflict("The store failed.");
        }
    }

    [LoggerMessage(LogLevel.Error, "Some of what specs change could not be requested")]
    private partial void LogNotRequested(Exception failure);
}
