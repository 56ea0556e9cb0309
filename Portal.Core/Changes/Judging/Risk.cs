using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>What of the surroundings a risk depends on.</summary>
public sealed record RiskSetting(bool IsProduction, bool IsCritical);

public sealed record RiskAssessment(int Score, RiskBand Band, IReadOnlyList<RiskReason> Reasons);

/// <summary>How dangerous a plan is, as a deterministic sum of reasons: the same plan and evidence give the same score.</summary>
public static class Risk
{
    public const int MediumFrom = 25;
    public const int HighFrom = 60;

    public static RiskAssessment Of(PlanBody plan, PlanEvidence evidence, RiskSetting setting)
    {
        List<RiskReason> reasons =
        [
            .. plan.Steps.SelectMany(s => OfStep(s, plan, evidence.Of(s))),
            .. plan
                .Steps.Where(s => s.Reversal == Reversal.None)
                .DistinctBy(s => (s.Cluster, s.Topic))
                .SelectMany(s => Readers(s, evidence.Of(s))),
        ];
        if (setting.IsProduction)
        {
            reasons.Add(new("It is in production.", 10));
        }

        if (setting.IsCritical)
        {
            reasons.Add(new("The topic's tier is critical.", 10));
        }

        var score = Math.Min(100, reasons.Sum(r => r.Points));
        return new RiskAssessment(score, BandOf(score), [.. reasons.OrderByDescending(r => r.Points)]);
    }

    public static RiskBand BandOf(int score) =>
        score switch
        {
            >= HighFrom => RiskBand.High,
            >= MediumFrom => RiskBand.Medium,
            _ => RiskBand.Low,
        };

    private static IEnumerable<RiskReason> OfStep(Step step, PlanBody plan, TopicEvidence? seen) =>
        step switch
        {
            Step.CreateTopic => [new($"{step.Topic} is new: nothing that exists is touched.", 5)],
            Step.AlterConfigs { DestroysData: true } => [Cut(step, seen)],
            Step.AlterConfigs alter =>
            [
                .. SettingRisk.Of(alter, seen),
                new($"Settings of {step.Topic} change; they can be set back.", 5),
            ],
            Step.GrowPartitions grow => [Growth(grow, plan)],
            Step.DeleteTopic => [Loss(step, seen)],
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static RiskReason Loss(Step step, TopicEvidence? seen) =>
        seen?.Records switch
        {
            null => Unseen(step, 55),
            0 => Empty(step),
            var held => new(
                $"Records of {step.Topic} are deleted and can't be brought back ({held:N0} are in it now).",
                55
            ),
        };

    private static RiskReason Cut(Step step, TopicEvidence? seen) =>
        (seen?.Going.Records, seen?.Records) switch
        {
            (_, 0) => Empty(step),
            (null, _) => Unseen(step, 35),
            (0, _) => new($"{step.Topic} holds nothing beyond its new limits now, so no record is lost at once.", 10),
            var (going, held) => new(
                $"About {going:N0} of the {held:N0} records in {step.Topic}{OnDisk(seen)} are deleted and can't be brought back.",
                35
            ),
        };

    private static string OnDisk(TopicEvidence? seen) =>
        seen?.Going.Bytes is { } bytes ? $" (about {bytes:N0} bytes)" : "";

    private static RiskReason Unseen(Step step, int points) =>
        new($"How much of {step.Topic}'s data would go could not be seen.", points);

    private static RiskReason Empty(Step step) => new($"{step.Topic} is empty, so no record is lost.", 10);

    private static IEnumerable<RiskReason> Readers(Step step, TopicEvidence? seen) =>
        seen?.Readers.Length switch
        {
            null or 0 => [],
            var n =>
            [
                new($"{n} consumer group{(n == 1 ? " reads" : "s read")} {step.Topic}.", Math.Min(20, 5 * n.Value)),
            ],
        };

    private static RiskReason Growth(Step.GrowPartitions grow, PlanBody plan)
    {
        var isCompacted = plan
            .Base.Where(b => b.Cluster == grow.Cluster)
            .SelectMany(b => b.Topics)
            .Any(t =>
                t.Key == grow.Topic
                && t.Value?.Configs.GetValueOrDefault("cleanup.policy")?.Contains("compact", StringComparison.Ordinal)
                    == true
            );
        return isCompacted
            ? new(
                $"{grow.Topic} is compacted: after growing, a key's older values stay in another partition than its new ones.",
                45
            )
            : new(
                $"Keys of {grow.Topic} move to other partitions: order by key is broken once, and partitions can't be taken away.",
                25
            );
    }
}
