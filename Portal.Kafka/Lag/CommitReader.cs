using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>Reads an answer to OffsetFetch with many groups into columns: nothing is allocated for a partition.</summary>
internal sealed class CommitReader(BrokerGroups into, int[] asked, TopicColumns topics, NamePool names)
{
    // Index, offset, leader epoch, metadata, error and tags: no partition is shorter.
    private const int LeastPartitionBytes = 20;
    private Dictionary<string, int>? _byName;

    public BrokerGroups Read(ref KafkaReader r, short v)
    {
        r.Int32();
        var count = r.Count(1);
        for (var i = 0; i < count; i++)
        {
            Group(ref r, v, i);
        }
        return into;
    }

    private void Group(ref KafkaReader r, short v, int position)
    {
        var name = names.Get(r.Utf8());
        var mark = into.Mark;
        for (var left = r.Count(1); left > 0; left--)
        {
            Topic(ref r, v, name);
        }
        var error = r.Error();
        r.SkipTags();
        if (Find(name, position) is { } group)
        {
            into.Close(group, mark, error);
        }
    }

    private void Topic(ref KafkaReader r, short v, string group)
    {
        var id = v >= 10 ? r.Uuid() : Guid.Empty;
        var name = v >= 10 ? null : names.Get(r.Utf8());
        var topic = name is null ? topics.Find(id) : topics.Find(name);
        for (var left = r.Count(LeastPartitionBytes); left > 0; left--)
        {
            var partition = r.Int32();
            var offset = r.Int64();
            r.Int32();
            SkipMetadata(ref r);
            var error = r.Error();
            r.SkipTags();
            if (topics.Ordinal(topic, partition) is { } ordinal)
            {
                into.Add(ordinal, offset, error);
            }
            else
            {
                into.Unplaced.Add(new UnplacedCommit(group, name ?? id.ToString(), partition, offset));
            }
        }
        r.SkipTags();
    }

    private static void SkipMetadata(ref KafkaReader r)
    {
        // Every version with many groups is flexible: the length is one more than it is, 0 for none.
        var length = r.UVarint();
        r.Take(length == 0 ? 0 : (int)Math.Min(length - 1, int.MaxValue));
    }

    // Brokers answer in the order of the question; where one doesn't, the name is looked for.
    private int? Find(string name, int position)
    {
        if (position < asked.Length && into.Groups[asked[position]].Name == name)
        {
            return asked[position];
        }
        _byName ??= asked.ToDictionary(group => into.Groups[group].Name);
        return _byName.TryGetValue(name, out var found) ? found : null;
    }
}
