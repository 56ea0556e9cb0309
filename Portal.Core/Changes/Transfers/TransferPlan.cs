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
            ? null
            : Outline(transfers) switch
            {
                PlanOutline.Impossible impossible => impossible.Words,
                PlanOutline.Steps(var body) when CanonicalForm.Write(body) == plan.Canonical => null,
                PlanOutline.Steps(var body) => Difference(Given(plan.Body), Given(body)),
                _ => "Everything belongs to the team already that it was to be given to.",
            };

    // A plan has teams by title, as those who approved it read them: one that was renamed is named, too.
    private static string Difference(
        IReadOnlyList<(ResourceRef On, FollowingOwner Owner)> then,
        IReadOnlyList<(ResourceRef On, FollowingOwner Owner)> now
    ) =>
        now.Except(then).Select(given => given.Owner).FirstOrDefault() is { } other
            ? $"An owner, the title of a team or what goes along changed since the plan was computed: {other.Name} would go from {other.Before} to {other.After} now."
        : then.Except(now).Select(given => given.Owner).FirstOrDefault() is { } gone
            ? $"What goes along changed since the plan was computed: {gone.Name} wouldn't go from {gone.Before} to {gone.After} any more."
        : "The order of what is transferred, or where it is, changed since the plan was computed.";

    // With what it goes along with: two of different clusters or kinds may have one name.
    private static IReadOnlyList<(ResourceRef On, FollowingOwner Owner)> Given(PlanBody body) =>
        [
            .. from step in body.Steps.OfType<TransferOwnership>()
            from owner in step.Along.Prepend(new FollowingOwner(step.On.Name, step.Before, step.After))
            select (step.On, owner),
        ];

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
