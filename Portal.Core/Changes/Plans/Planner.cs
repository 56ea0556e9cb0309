using System.Collections.Immutable;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Plans;

/// <summary>
/// Makes a plan from values, in two calls, because what the steps would do can only be looked at once they are known. Pure.
/// The plan that binds and a form's forecast both come from here; they differ in where live state and evidence are from.
/// </summary>
public static class Planner
{
    /// <summary>From live to wanted: ordered steps and the base they were computed from.</summary>
    /// <param name="live">Every cluster that the resources name.</param>
    public static PlanOutline Outline(IReadOnlyList<ChangeResource> resources, IReadOnlyList<LiveCluster> live)
    {
        var planned = resources.OrderBy(r => r.Ordinal).Select(r => (r.Ordinal, Steps: StepsOf(r, live))).ToList();
        if (planned.Select(p => p.Steps).OfType<TopicSteps.Impossible>().ToList() is [_, ..] impossible)
        {
            return new PlanOutline.Ended(
                new PlanProposal.Impossible(string.Join(" ", impossible.Select(i => i.Words)))
            );
        }

        var steps = planned.SelectMany(p => ((TopicSteps.Needed)p.Steps).Steps.Select(s => (p.Ordinal, s))).ToList();
        if (steps.Count == 0)
        {
            return new PlanOutline.Ended(new PlanProposal.NothingToDo(live));
        }

        var arranged = StepOrder.Arrange(steps, resources.ToDictionary(r => r.Ordinal, r => r.DependsOn));
        return new PlanOutline.Steps(new([.. arranged], [.. live.OrderBy(l => l.Id.Value).Select(l => l.ToBase())]));
    }

    /// <summary>How dangerous the steps are, what the checks say, and who has to approve.</summary>
    public static PlanProposal.Ready Judge(
        PlanSubject subject,
        IReadOnlyList<LiveCluster> live,
        PlanBody body,
        PlanEvidence evidence,
        DateTimeOffset now
    )
    {
        var change = subject.Change;
        var risk = Risk.Of(body, evidence, subject.Risk);
        IReadOnlyList<Finding> findings =
        [
            .. Checks.Of(
                [
                    .. change
                        .Resources.OrderBy(r => r.Ordinal)
                        .Select(r => new CheckedTopic(
                            r,
                            subject.Names,
                            r.WantedOf(Live(r, live).Topics[r.Name]),
                            Live(r, live).Topics[r.Name],
                            evidence.Of(r.ClusterId, r.Name)
                        )),
                ],
                new CheckSetting(subject.Risk.IsProduction, subject.OtherChanges, now)
            ),
            .. subject.Undone,
        ];
        var approvals = ApprovalSteps.StepsFor(
            subject.Rules,
            change.Environment,
            risk.Band,
            change.OwnerTeamId,
            subject.Platform,
            findings
        );
        return new(
            body,
            evidence,
            risk,
            [.. findings, .. ApproverShortage.Of(approvals, subject.Approvers)],
            approvals
        );
    }

    private static TopicSteps StepsOf(ChangeResource resource, IReadOnlyList<LiveCluster> live)
    {
        var there = Live(resource, live);
        return TopicPlanner.Plan(
            resource,
            resource.WantedOf(there.Topics[resource.Name]),
            there.Topics[resource.Name],
            there.Collisions.GetValueOrDefault(resource.Name)
        );
    }

    private static LiveCluster Live(ChangeResource resource, IReadOnlyList<LiveCluster> live) =>
        live.Single(l => l.Id == resource.ClusterId);
}
