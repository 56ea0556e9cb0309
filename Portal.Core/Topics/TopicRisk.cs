using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>How dangerous a plan is for one topic.</summary>
internal static class TopicRisk
{
    public static IEnumerable<RiskReason> Of(ResourcePlan plan, TopicEvidence? seen) =>
        [
            .. plan.Steps.SelectMany(s => OfStep(s, plan, seen)),
            .. plan.Steps.Where(s => s.Reversal == Reversal.None).Take(1).SelectMany(s => Readers(s, seen)),
        ];

    private static IEnumerable<RiskReason> OfStep(Step step, ResourcePlan plan, TopicEvidence? seen) =>
        step switch
        {
            CreateTopic =>
            [
                new($"{step.On.Name} is new: nothing that exists is touched.", 5),
                .. TopicAccess.Risks(step, seen),
            ],
            AlterConfigs { DestroysData: true } cut => [Cut(cut, seen)],
            AlterConfigs alter =>
            [
                .. SettingRisk.Of(alter, seen),
                new($"Settings of {step.On.Name} change; they can be set back.", 5),
            ],
            GrowPartitions grow => [Growth(grow, plan, seen)],
            DeleteTopic => [Loss(step, seen)],
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static RiskReason Loss(Step step, TopicEvidence? seen) =>
        seen?.Records switch
        {
            null => Unseen(step, 55),
            0 => Empty(step),
            var held => new(
                $"Records of {step.On.Name} are deleted and can't be brought back ({held:N0} are in it now).",
                55
            ),
        };

    private static RiskReason Cut(AlterConfigs step, TopicEvidence? seen) =>
        (seen?.DataLoss.Records, seen?.Records) switch
        {
            (_, 0) => Empty(step),
            (null, _) => CompactionDelay.Removes(step.Configs) is { } removed
                ? Compacted(step, removed)
                : Unseen(step, 35),
            (0, _) => new($"{step.On.Name} holds nothing beyond its new limits now, so no record is lost at once.", 10),
            var (lost, held) => new(
                $"About {lost:N0} of the {held:N0} records in {step.On.Name}{OnDisk(seen)} are deleted and can't be brought back.",
                35
            ),
        };

    private static string OnDisk(TopicEvidence? seen) =>
        seen?.DataLoss.Bytes is { } bytes ? $" (about {bytes:N0} bytes)" : "";

    private static RiskReason Compacted(Step step, string removed) =>
        new(
            $"Compaction of {step.On.Name} may remove {removed} that a stopped consumer hasn't read; how many is unknown, and they can't be brought back.",
            35
        );

    private static RiskReason Unseen(Step step, int points) =>
        new($"How much of {step.On.Name}'s data would go could not be seen.", points);

    private static RiskReason Empty(Step step) => new($"{step.On.Name} is empty, so no record is lost.", 10);

    private static IEnumerable<RiskReason> Readers(Step step, TopicEvidence? seen) =>
        seen?.Readers.Length switch
        {
            null or 0 => [],
            var n =>
            [
                new($"{n} consumer group{(n == 1 ? " reads" : "s read")} {step.On.Name}.", Math.Min(20, 5 * n.Value)),
            ],
        };

    private static RiskReason Growth(GrowPartitions grow, ResourcePlan plan, TopicEvidence? seen) =>
        IsCompacted(plan, seen)
            ? new(
                $"{grow.On.Name} is compacted: after growing, a key's older values stay in another partition than its new ones.{Skipped(seen)}",
                45
            )
            : new(
                $"Keys of {grow.On.Name} move to other partitions: order by key is broken once, and partitions can't be taken away.{Skipped(seen)}",
                25
            );

    private static string Skipped(TopicEvidence? seen) =>
        seen?.Readers is { IsDefaultOrEmpty: false }
            ? " A consumer with auto.offset.reset=latest, Kafka's default, skips what is written to a new partition before it finds that partition, up to metadata.max.age.ms later (5\u00A0min by default)."
            : "";

    // Settings change before partitions are added. Of a default that isn't known, what was set before counts.
    private static bool IsCompacted(ResourcePlan plan, TopicEvidence? seen)
    {
        var set = (plan.Base as TopicBase)?.Configs.GetValueOrDefault(CleanupPolicy.Name);
        var move = plan
            .Steps.OfType<AlterConfigs>()
            .SelectMany(step => step.Configs)
            .FirstOrDefault(m => m.Name == CleanupPolicy.Name);
        var policy = (move is null ? set : move.After) ?? seen?.DefaultOf(CleanupPolicy.Name) ?? set;
        return policy is not null && CleanupPolicy.Has("compact", policy);
    }
}
