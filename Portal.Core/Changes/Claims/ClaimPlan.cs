using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Claims;

/// <summary>What a claim comes to: its steps, and who agrees to it. Pure.</summary>
public static class ClaimPlan
{
    /// <param name="claims">None of them another team's.</param>
    /// <param name="live">Every engine that the resources name.</param>
    public static PlanOutline Outline(
        ResourceKinds kinds,
        IReadOnlyList<RecordedOwner> claims,
        IReadOnlyList<LiveEngine> live
    )
    {
        var impossible = claims
            .Where(claim => live.EngineOf(claim.Asked).Resources[claim.Asked.Name] is null)
            .Select(claim => new ImpossibleResource(
                claim.Asked.Ordinal,
                $"{claim.Asked.Name} isn't there, so there is nothing to claim."
            ))
            .ToList();
        var claimed = claims.Where(claim => !claim.IsOwn).ToList();
        return impossible.Count > 0 ? new PlanOutline.Impossible(impossible)
            : claimed.Count == 0 ? new PlanOutline.NothingToDo()
            : new PlanOutline.Steps(
                new([.. claimed.Select(claim => Step(kinds, claim.Asked, live))], PlanOutline.BaseOf(live))
            );
    }

    /// <summary>Why a plan doesn't hold any more; null when it does.</summary>
    public static string? Moved(IReadOnlyList<RecordedOwner> claims) =>
        RecordedOwner.Moved([.. claims.Where(claim => claim.Owner is not null)]);

    /// <summary>Platform agrees, also where no rule wants it: nobody else can tell whose it is.</summary>
    /// <param name="platform">The team of platform engineers.</param>
    /// <param name="steps">By the rules of the environment.</param>
    internal static IReadOnlyList<StepDraft> Approvals(
        IReadOnlyList<RecordedOwner> claims,
        TeamId platform,
        IReadOnlyList<StepDraft> steps
    ) =>
        claims.Count == 0 || steps.Any(step => !step.IsOverride && step.Team == platform)
            ? steps
            :
            [
                .. steps,
                new(steps.Count + 1, "Claim", platform, 1, false, [.. claims.Select(claim => claim.Asked.Ordinal)]),
            ];

    private static ClaimOwnership Step(ResourceKinds kinds, ChangeResource asked, IReadOnlyList<LiveEngine> live)
    {
        var (kind, blank) = (kinds.Of(asked.Kind), asked.Read(kinds).Wanted!);
        var spec = kind.AsSpec(live.EngineOf(asked).Resources[asked.Name]!, blank);
        return new(asked.On, spec.Owner, kind.WriteSpec(spec.Lasting));
    }
}
