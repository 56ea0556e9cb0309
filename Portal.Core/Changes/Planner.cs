using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Changes;

/// <summary>One resource of a change with what was found of it.</summary>
/// <param name="Live">Null when no topic of that name was there.</param>
/// <param name="CollidesWith">A live topic whose name Kafka can't keep apart from this one.</param>
public sealed record FoundTopic(
    ChangeResource Resource,
    TopicSpec? Wanted,
    LiveTopic? Live,
    string? CollidesWith,
    TopicEvidence? Evidence
);

/// <summary>Everything a plan is made from, as values.</summary>
/// <param name="EngineIds">By cluster, the id the cluster told.</param>
public sealed record PlanInput(
    IReadOnlyList<FoundTopic> Topics,
    IReadOnlyDictionary<ClusterId, string> EngineIds,
    string Environment,
    bool IsProduction,
    TeamId Owner,
    TeamId Platform,
    IReadOnlyList<ApprovalRule> Rules,
    IReadOnlyList<string> OtherChanges,
    DateTimeOffset Now
);

/// <summary>What planning came to.</summary>
public abstract record PlanProposal
{
    private PlanProposal() { }

    public sealed record Ready(
        PlanBody Body,
        PlanEvidence Evidence,
        RiskAssessment Risk,
        IReadOnlyList<Finding> Findings,
        IReadOnlyList<StepDraft> Approvals
    ) : PlanProposal;

    /// <summary>Live is what is wanted already.</summary>
    public sealed record NothingToDo : PlanProposal;

    /// <summary>The request itself has to change; the words say how.</summary>
    public sealed record Impossible(string Words) : PlanProposal;
}

/// <summary>
/// Makes a plan from what was found, for forecasts on the newest snapshot. Pure. The plan that binds is put together by the
/// workers from live answers, out of the same rules: <see cref="TopicPlanner"/>, <see cref="StepOrder"/>, <see cref="Risk"/>,
/// <see cref="Checks"/>, <see cref="Approvals"/>.
/// </summary>
public static class Planner
{
    public static PlanProposal Propose(PlanInput input)
    {
        var topics = input
            .Topics.Select(t => (Found: t, Steps: TopicPlanner.Plan(t.Resource, t.Wanted, t.Live, t.CollidesWith)))
            .ToList();
        if (topics.Select(t => t.Steps).OfType<TopicSteps.Impossible>().ToList() is [_, ..] impossible)
        {
            return new PlanProposal.Impossible(string.Join(" ", impossible.Select(i => i.Words)));
        }

        var steps = topics
            .SelectMany(t => ((TopicSteps.Needed)t.Steps).Steps.Select(s => (t.Found.Resource.Ordinal, s)))
            .ToList();
        if (steps.Count == 0)
        {
            return new PlanProposal.NothingToDo();
        }

        var body = new PlanBody(
            [
                .. StepOrder.Arrange(
                    steps,
                    input.Topics.ToDictionary(t => t.Resource.Ordinal, t => t.Resource.DependsOn)
                ),
            ],
            Base(input)
        );
        var evidence = new PlanEvidence([.. input.Topics.Select(t => t.Evidence).OfType<TopicEvidence>()]);
        var risk = Risk.Of(body, evidence, Setting(input));
        var findings = Checks.Of(
            [.. input.Topics.Select(t => new CheckedTopic(t.Resource, t.Wanted, t.Live, t.Evidence))],
            new CheckSetting(input.IsProduction, input.OtherChanges, input.Now)
        );
        var approvals = Approvals.StepsFor(
            input.Rules,
            input.Environment,
            risk.Band,
            input.Owner,
            input.Platform,
            findings
        );
        return new PlanProposal.Ready(body, evidence, risk, findings, approvals);
    }

    private static RiskSetting Setting(PlanInput input) =>
        new(input.IsProduction, input.Topics.Any(t => t.Wanted?.Tier == Tier.Critical));

    private static ImmutableArray<ClusterBase> Base(PlanInput input) =>
        [
            .. input
                .Topics.GroupBy(t => t.Resource.ClusterId)
                .OrderBy(g => g.Key.Value)
                .Select(g => new ClusterBase(
                    g.Key,
                    input.EngineIds[g.Key],
                    g.ToImmutableSortedDictionary(
                        t => t.Resource.Name,
                        t => TopicBase.Of(t.Live),
                        StringComparer.Ordinal
                    )
                )),
        ];
}
