using System.Text;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>Which groups a broker coordinates, and what all of them have committed: two requests.</summary>
internal static class GroupQuestions
{
    public static Call<ListedGroup[]> Listed(NamePool names) =>
        new(
            ApiKey.ListGroups,
            ListGroupsRequest.Versions,
            new ListGroupsRequest().Write,
            (ref r, v) => ReadListed(ref r, v, names)
        );

    /// <summary>The commits of all of the broker's groups; null where there is none to ask for.</summary>
    public static Call<BrokerGroups>? Commits(BrokerGroups asked, TopicColumns topics, NamePool names)
    {
        var groups = Enumerable
            .Range(0, asked.Groups.Length)
            .Where(group => asked.Groups[group].Type != GroupType.Share)
            .ToArray();
        var request = new OffsetFetchRequest
        {
            Groups = Array.ConvertAll(
                groups,
                group => new OffsetFetchRequest.Group { GroupId = asked.Groups[group].Name }
            ),
        };
        // Many groups are understood from version 8 on.
        var versions = OffsetFetchRequest.Versions with
        {
            Min = 8,
        };
        return groups.Length == 0
            ? null
            : new(
                ApiKey.OffsetFetch,
                versions,
                request.Write,
                (ref r, v) =>
                    new CommitReader(new BrokerGroups(asked.Broker, asked.Groups), groups, topics, names).Read(ref r, v)
            );
    }

    private static ListedGroup[] ReadListed(ref KafkaReader r, short v, NamePool names)
    {
        if (v >= 1)
        {
            r.Int32();
        }
        if (r.Error() is var error and not ErrorCode.None)
        {
            throw new KafkaException.Refused(error, "The groups can't be listed");
        }
        var groups = new ListedGroup[Math.Max(r.ElementCount(2), 0)];
        for (var i = 0; i < groups.Length; i++)
        {
            var name = names.Get(r.Utf8());
            var protocolType = names.Get(r.Utf8());
            var state = v >= 4 ? names.Get(r.Utf8()) : "";
            groups[i] = new(name, v >= 5 ? TypeOf(r.Utf8()) : GroupType.Unknown, state, protocolType);
            r.SkipTags();
        }
        return groups;
    }

    private static GroupType TypeOf(ReadOnlySpan<byte> words) =>
        Encoding.UTF8.GetString(words).ToUpperInvariant() switch
        {
            "CLASSIC" => GroupType.Classic,
            "CONSUMER" => GroupType.Consumer,
            "SHARE" => GroupType.Share,
            "STREAMS" => GroupType.Streams,
            _ => GroupType.Unknown,
        };
}
