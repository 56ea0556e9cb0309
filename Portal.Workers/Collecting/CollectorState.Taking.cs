using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

// How a reading gets into the collector's state.
internal sealed partial class CollectorState
{
    private TrackedTopic[] TakeTopics(ClusterReading reading, CollectorChanges changes)
    {
        var present = new TrackedTopic[reading.Topics.Count];
        foreach (var topic in Topics.Values)
        {
            topic.Answered = false;
        }

        for (var i = 0; i < present.Length; i++)
        {
            present[i] = TakeTopic(reading.Topics[i], reading.At, changes);
        }

        // Reported as missing since the reading before: the newer answer counts.
        changes.GoneTopics.RemoveAll(topic => topic.Answered);
        var names = present.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var topic in Topics.Values.Where(t => !t.Answered).ToList())
        {
            Silence(topic);
            if (topic.IsRefused)
            {
                // No row of it has to end: should it be there all the same, it is tried as a new one.
                Forget(topic);
            }
            // Another incarnation bears the name: that this one is gone is certain.
            else if (names.Contains(topic.Name) && !changes.GoneTopics.Contains(topic))
            {
                changes.GoneTopics.Add(topic);
            }
        }

        return present;
    }

    private TrackedTopic TakeTopic(TopicReading read, DateTimeOffset at, CollectorChanges changes)
    {
        if (!Topics.TryGetValue(read.Id, out var topic))
        {
            Topics[read.Id] = topic = new TrackedTopic(read.Id, read.Name) { Replication = read.Replication };
            changes.NewTopics.Add(topic);
        }
        else if (
            topic.Partitions.Count != read.Partitions.Count
            || (read.IsReplicationKnown && topic.Replication != read.Replication)
        )
        {
            changes.ChangedTopics.Add(topic);
        }

        (topic.Answered, topic.IsInternal) = (true, read.IsInternal);
        topic.Replication = read.IsReplicationKnown ? read.Replication : topic.Replication;
        for (var i = 0; i < read.Partitions.Count; i++)
        {
            if (topic.Partitions.Count == i)
            {
                topic.Partitions.Add(new TrackedPartition());
            }

            var (partition, told) = (topic.Partitions[i], read.Partitions[i]);
            // What is only being added may be in sync already, and is no part of the replication that this is held against.
            (partition.Leader, partition.InSync) = (told.Leader, Math.Min(told.InSync, topic.Replication));
            partition.Silent();
            if (told.End is { } end)
            {
                partition.Read(at, end);
            }
        }

        return topic;
    }

    private void TakeGroups(ClusterReading reading, TrackedTopic[] topics, CollectorChanges changes)
    {
        foreach (var group in Groups.Values)
        {
            group.Answered = false;
        }

        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var read in reading.Groups)
        {
            listed.Add(read.Name);
            TakeGroup(read, topics, reading.At, changes);
        }

        foreach (var group in Groups.Values)
        {
            var isMissing = reading.GroupsWhole && !listed.Contains(group.Name);
            (group.IsUnlisted, group.WasMissing) = (isMissing && group.WasMissing, isMissing);
        }
    }

    private void TakeGroup(GroupReading read, TrackedTopic[] topics, DateTimeOffset at, CollectorChanges changes)
    {
        if (!Groups.TryGetValue(read.Name, out var group))
        {
            Groups[read.Name] = group = new TrackedGroup(read.Name) { Job = _jobs.GetValueOrDefault(read.Name) };
            changes.NewGroups.Add(group);
        }
        else if (group.Type != read.Type || group.State != read.State || group.AreCommitsRead != read.AreCommitsRead)
        {
            changes.ChangedGroups.Add(group);
        }

        (group.Type, group.State, group.Answered) = (read.Type, read.State, read.Answered);
        group.AreCommitsRead = read.AreCommitsRead;
        group.AnsweredAt = read.Answered ? at : group.AnsweredAt;
        foreach (var commit in read.Commits)
        {
            if (commit.Offset is { } offset)
            {
                group.Topics.At(topics[commit.Topic]).Read(at, commit.Partition, offset, commit.Done);
            }
        }
    }
}
