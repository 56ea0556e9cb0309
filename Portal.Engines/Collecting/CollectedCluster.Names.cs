using System.Collections.Immutable;
using Portal.Core;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;

namespace Portal.Engines.Collecting;

// What is asked by name: by the name that the cluster knows, and answered by the one that is stored.
internal sealed partial class CollectedCluster
{
    public Task<IReadOnlyDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    ) =>
        Look<IReadOnlyDictionary<string, TopicAnswer>>(
            "configs",
            async client =>
            {
                var told = await TopicLook.At(new KafkaAdmin(client), [.. topics.Select(names.Told)], stop);
                return told.ToDictionary(topic => names.Shown(topic.Key), topic => topic.Value, StringComparer.Ordinal);
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
                var told = await GroupFates.Of(client, [.. groups.Select(names.Told)], stop);
                return groups.ToDictionary(
                    group => group,
                    group => told.GetValueOrDefault(names.Told(group)),
                    StringComparer.Ordinal
                );
            },
            stop
        );

    public Task<IReadOnlySet<(string Topic, int Partition)>> GoneCommits(
        string group,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    ) =>
        Look<IReadOnlySet<(string Topic, int Partition)>>(
            "vanished commits",
            async client =>
            {
                var asked = commits.Select(c => (names.Told(c.Topic), c.Partition)).ToList();
                var gone = await CommitFates.Gone(client, names.Told(group), asked, stop);
                return gone.Select(c => (names.Shown(c.Topic), c.Partition)).ToHashSet();
            },
            stop
        );
}
