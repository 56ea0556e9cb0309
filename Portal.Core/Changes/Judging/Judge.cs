using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Claims;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// How dangerous a plan's steps are, what the checks say, and who has to approve. Pure. The plan that binds and a form's preview
/// both come from here and from <see cref="PlanOutline"/>; they differ in where live state and evidence are from.
/// </summary>
public static class Judge
{
    public static PlanProposal.Ready Of(
        ResourceKinds kinds,
        PlanSubject subject,
        IReadOnlyList<LiveEngine> live,
        PlanBody body,
        PlanEvidence evidence,
        DateTimeOffset now
    )
    {
        var change = subject.Change;
        var risk = Risk.Of(kinds, body, evidence, subject.Risk);
        // A plan is judged again by the names of its findings, and the store takes each name once.
        var findings = Finding.OnePerName([
            .. Checks.Of(
                kinds,
                (subject.IsAboutOwners ? [] : change.Resources)
                    .OrderBy(r => r.Ordinal)
                    .Select(resource => Checked(kinds, subject, live, resource, evidence, now)),
                subject.OtherChanges
            ),
            .. subject.Overwritten,
            .. subject.Transfers.SelectMany(transfer => transfer.Findings(subject.Names)),
        ]);
        var approvals =
            !subject.IsAboutOwners && change.Resources.All(Agreed)
                ? []
                : DataOwner.Approve(OwnersAgree(), subject.DataOwners);
        return new(
            body,
            evidence,
            risk,
            [.. findings, .. ApproverShortage.Of(approvals, subject.ApproversAt(approvals))],
            approvals
        );

        IReadOnlyList<StepDraft> OwnersAgree() =>
            ClaimPlan.Approvals(
                subject.Claims,
                subject.Platform,
                TransferPlan.Approvals(subject.Transfers, subject.Owners, ByRules())
            );

        IReadOnlyList<StepDraft> ByRules() =>
            ApprovalSteps.StepsFor(
                subject.Rules,
                change.Environment,
                risk.Band,
                subject.Owners,
                subject.Platform,
                findings,
                change.Resources.ToDictionary(r => r.On, r => r.Ordinal)
            );

        bool Agreed(ChangeResource resource) =>
            kinds
                .Of(resource.Kind)
                .IsAgreed(resource.Read(kinds), live.EngineOf(resource).Resources[resource.Name], now);
    }

    /// <summary>
    /// A plan that is being applied, by what is seen now of some of its resources. Of all others what was seen before it was approved counts: the run
    /// may have changed them itself.
    /// </summary>
    /// <param name="seen">Of those that <paramref name="live"/> has.</param>
    public static PlanProposal.Ready Midway(
        ResourceKinds kinds,
        PlanSubject subject,
        IReadOnlyList<LiveEngine> live,
        Plan plan,
        PlanEvidence seen,
        DateTimeOffset now
    )
    {
        var (body, evidence) = (plan.Body, plan.Evidence.With(seen));
        var findings = subject
            .Change.Resources.Where(r => seen.Of(r.On) is not null)
            .OrderBy(r => r.Ordinal)
            .SelectMany(r => kinds.Of(r.Kind).Findings(Checked(kinds, subject, live, r, evidence, now)));
        return new(body, evidence, Risk.Of(kinds, body, evidence, subject.Risk), Finding.OnePerName(findings), []);
    }

    private static CheckedResource Checked(
        ResourceKinds kinds,
        PlanSubject subject,
        IReadOnlyList<LiveEngine> live,
        ChangeResource resource,
        PlanEvidence evidence,
        DateTimeOffset now
    )
    {
        var there = live.EngineOf(resource).Resources[resource.Name];
        var request = resource.Read(kinds);
        return new(
            request,
            kinds.WantedOf(request, there),
            there,
            evidence.Of(resource.On),
            subject.Risk.IsProduction,
            now,
            what => subject.Names.Of(what, resource)
        );
    }
}
