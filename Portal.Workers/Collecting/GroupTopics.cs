using System.Collections;

namespace Portal.Workers.Collecting;

/// <summary>A group's places on all topics that it reads. Most read one or two, for which a dictionary is four times as large as what is searched here.</summary>
internal sealed class GroupTopics : IEnumerable<GroupTopic>
{
    private const int Few = 8;
    private GroupTopic[] _few = [];

    // Null until there are more than a few.
    private Dictionary<Guid, GroupTopic>? _many;

    /// <param name="topic">Its id; the group has places there.</param>
    public GroupTopic this[Guid topic] => Find(topic) ?? throw new KeyNotFoundException($"No places on {topic}.");

    /// <summary>Its places on a topic, none yet where it is read for the first time.</summary>
    public GroupTopic At(TrackedTopic topic)
    {
        if (Find(topic.Id) is { } known)
        {
            return known;
        }

        var places = new GroupTopic(topic);
        if (_many is null && _few.Length < Few)
        {
            _few = [.. _few, places];
            return places;
        }

        _many ??= _few.ToDictionary(t => t.Topic.Id);
        _few = [];
        _many[topic.Id] = places;
        return places;
    }

    /// <returns>Its places there; null where it had none.</returns>
    public GroupTopic? Remove(Guid topic)
    {
        var places = Find(topic);
        if (_many is not null)
        {
            _many.Remove(topic);
        }
        else if (places is not null)
        {
            _few = [.. _few.Where(t => t != places)];
        }

        return places;
    }

    public IEnumerator<GroupTopic> GetEnumerator() => (_many?.Values.AsEnumerable() ?? _few).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private GroupTopic? Find(Guid topic)
    {
        if (_many is not null)
        {
            return _many.GetValueOrDefault(topic);
        }

        foreach (var places in _few)
        {
            if (places.Topic.Id == topic)
            {
                return places;
            }
        }

        return null;
    }
}
