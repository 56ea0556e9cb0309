using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Transfers;

/// <summary>What a transfer comes to: its steps, and who agrees to it. Pure.</summary>
public static class TransferPlan
{
    public static PlanOutline Outline(IReadOnlyList<TransferredResource> transfers)
    {
        var impossible = transfers
            .Where(transfer => transfer.From is null)
            .Select(transfer => new ImpossibleResource(
                transfer.Asked.Ordinal,
                $"{transfer.Asked.Name} isn't managed by the portal any more, so no team owns it."
            ))
            .ToList();
        var steps = transfers.Where(transfer => !transfer.IsDone).ToList();
        return impossible.Count > 0 ? new PlanOutline.Impossible(impossible)
            : steps.Count == 0 ? new PlanOutline.NothingToDo()
            : new PlanOutline.Steps(
                new([.. steps.Select(t => new TransferOwnership(t.Asked.On, t.From!.Title, t.To.Title, t.Along))], [])
            );
    }

    /// <summary>Why a plan doesn't hold any more; null when it does.</summary>
    public static string? Moved(Plan plan, IReadOnlyList<TransferredResource> transfers) =>
        transfers.Count == 0
        || (Outline(transfers) is PlanOutline.Steps(var body) && CanonicalForm.Write(body) == plan.Canonical)
            ? null
            : "Owners, or what goes along with a transfer, changed since the plan was computed.";

    /// <summary>
    /// Those who own it agree, also where no rule wants their approval, and so do those who get it: nobody is given what they didn't take.
    /// </summary>
    /// <param name="steps">By the rules of the environment.</param>
    internal static IReadOnlyList<StepDraft> Approvals(
        IReadOnlyList<TransferredResource> transfers,
        IReadOnlyList<OwnedResources> owners,
        IReadOnlyList<StepDraft> steps
    )
    {
        if (transfers.Count == 0)
        {
            return steps;
        }

        var handOver = owners
            .Where(owner => !steps.Any(step => !step.IsOverride && step.Team == owner.Team))
            .Select(owner => new StepDraft(0, $"Hand over: {owner.Title}", owner.Team, 1, false, owner.Resources));
        var takeOver = transfers
            .GroupBy(transfer => transfer.To.Id)
            .Select(given => new StepDraft(
                0,
                $"Take over: {given.First().To.Title}",
                given.Key,
                1,
                false,
                [.. given.Select(transfer => transfer.Asked.Ordinal)]
            ));
        return [.. handOver.Concat(steps).Concat(takeOver).Select((step, i) => step with { Ordinal = i + 1 })];
    }
}
