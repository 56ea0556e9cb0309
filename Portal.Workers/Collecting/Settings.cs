using Portal.Core.Topics;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;

namespace Portal.Workers.Collecting;

/// <summary>
/// Asks for the settings of the topics in the newest reading. When they were told is kept once for all of them: a topic
/// whose settings are the same costs no write, and still they are known to be of now.
/// </summary>
internal sealed class Settings(ICollectedCluster cluster, CollectorState state)
{
    public Query? Ask()
    {
        // Asked after the reading, so that nothing told of these topics, partitions included, is older than it.
        var at = state.ReadAt;
        var names = state.Topics.Values.Where(t => t.Answered).Select(t => t.Name).ToList();
        return names.Count == 0 ? null : Answer;

        async Task<StateUpdate> Answer(CancellationToken stop)
        {
            var answers = await cluster.Topics(names, stop);
            return (into, changes) =>
            {
                foreach (var topic in into.Topics.Values)
                {
                    var found = (answers.GetValueOrDefault(topic.Name) as TopicAnswer.Found)?.Topic;
                    if (found?.TopicId == topic.Id ? Take(topic, found) : Miss(topic, into.SettingsAt))
                    {
                        changes.ChangedTopics.Add(topic);
                    }
                }

                into.SettingsAt = at;
            };
        }
    }

    /// <returns>Whether its row changes.</returns>
    private static bool Take(TrackedTopic topic, LiveTopic live)
    {
        if (topic.ConfigsReadAt is null && ConfigPool.AreAlike(topic.Configs, live.Configs))
        {
            return false;
        }

        (topic.Configs, topic.ConfigsReadAt) = (live.Configs, null);
        return true;
    }

    /// <inheritdoc cref="Take"/>
    private static bool Miss(TrackedTopic topic, DateTimeOffset? before)
    {
        if (topic.Configs is null || topic.ConfigsReadAt is not null)
        {
            return false;
        }

        topic.ConfigsReadAt = before;
        return true;
    }
}
