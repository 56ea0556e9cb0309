using System.Globalization;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Topics;

/// <summary>One topic looked at by name, and what its settings are on the scale of a step.</summary>
internal static class TopicSight
{
    /// <summary>The topic; null when the cluster says that there is none. No answer is never taken for none.</summary>
    public static async Task<LiveTopic?> Look(IKafkaCluster cluster, string name, CancellationToken stop)
    {
        var answers = await cluster.Topics([name], stop);
        return answers[name] switch
        {
            TopicAnswer.Found found => found.Topic,
            TopicAnswer.Missing => null,
            TopicAnswer.Unknown unknown => throw new EngineException(EngineFault.Transient, unknown.Words),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    public static Observation Judge(Step step, LiveTopic? live, Func<LiveTopic?, ObservedState> side) =>
        new(side(live), live, $"{step.On.Name} {Describe(live)}");

    /// <summary>Whether every setting a step moves is where it should be after it (or was before it).</summary>
    public static bool Stands(LiveTopic live, IEnumerable<ConfigMove> moves, Func<ConfigMove, string?> value) =>
        moves.All(move => TopicConfigs.AreSame(move.Name, Own(live, move.Name), value(move)));

    /// <summary>What the topic itself sets; null when it sets nothing and a default holds.</summary>
    private static string? Own(LiveTopic live, string config) =>
        live.Configs.TryGetValue(config, out var set) && !set.IsDefault ? set.Value : null;

    private static string Describe(LiveTopic? live)
    {
        if (live is null)
        {
            return "is not there";
        }

        var set = live.Configs.Where(c => !c.Value.IsDefault).Select(c => $"{c.Key}={c.Value.Value}").ToList();
        var settings = set.Count == 0 ? "default settings" : string.Join(", ", set);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"is there with id {live.TopicId}, {live.Partitions} partitions, {live.Replication} replicas and {settings}"
        );
    }
}
