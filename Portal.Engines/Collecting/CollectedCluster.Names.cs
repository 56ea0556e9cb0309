using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Topics;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;

namespace Portal.Engines.Collecting;

// What is asked by name: by the name that the cluster knows, and answered by the one that is stored.
internal sealed partial class CollectedCluster
{
    // Some thirty settings each: what the answers about ten thousand topics take at once is more than all that is kept, and five hundred of them
    // more than the youngest generation has room for (setup/run.sh).
    private const int TopicsAtOnce = 100;
    private readonly ConfigPool _configs = new();

    private ImmutableSortedDictionary<string, LiveConfig> Shared(ImmutableSortedDictionary<string, LiveConfig> told)
    {
        // Two questions may be under way at once: what vanished, and the settings of all.
        lock (_configs)
        {
            return _configs.Shared(told);
        }
    }

    public Task<IReadOnlyDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    ) =>
        Look<IReadOnlyDictionary<string, TopicAnswer>>(
            "configs",
            async client =>
            {
                var answers = new Dictionary<string, TopicAnswer>(StringComparer.Ordinal);
                foreach (var some in topics.Chunk(TopicsAtOnce))
                {
                    var told = await TopicLook.At(
                        new KafkaAdmin(client),
                        [.. some.Select(_names.Original)],
                        null,
                        stop
                    );
                    foreach (var (name, answer) in told)
                    {
                        answers[_names.Shown(name)] = answer is TopicAnswer.Found { Topic: var topic }
                            ? new TopicAnswer.Found(topic with { Configs = Shared(topic.Configs) })
                            : answer;
                    }
                }

                return answers;
            },
            stop
        );

    public Task<IReadOnlyDictionary<string, GroupFate>> FateOf(
        IReadOnlyCollection<string> groups,
        CancellationToken stop
    ) =>
        Look<IReadOnlyDictionary<string, GroupFate>>(
            "vanished groups",
            async client =>
            {
                var told = await GroupFates.Of(client, [.. groups.Select(_names.Original)], stop);
                return groups.ToDictionary(
                    group => group,
                    group => told.GetValueOrDefault(_names.Original(group)),
                    StringComparer.Ordinal
                );
            },
            stop
        );

    public Task<IReadOnlySet<(string Topic, int Partition)>> GoneCommits(
        string group,
        Core.Health.GroupType type,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    ) =>
        Look<IReadOnlySet<(string Topic, int Partition)>>(
            "vanished commits",
            async client =>
            {
                var asked = commits.Select(c => (_names.Original(c.Topic), c.Partition)).ToList();
                var isShare = type == Core.Health.GroupType.Share;
                var gone = await CommitFates.Gone(client, _names.Original(group), isShare, asked, stop);
                return gone.Select(c => (_names.Shown(c.Topic), c.Partition)).ToHashSet();
            },
            stop
        );
}
