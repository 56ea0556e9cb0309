using System.Collections.Immutable;
using Portal.Core.Health;

namespace Portal.Workers.Collecting;

/// <summary>Which of a group's members has which partition, and since when. Only of groups with several.</summary>
internal sealed class GroupOwners
{
    /// <summary>The owner of everything where it isn't known who has which.</summary>
    public const int TheGroup = -1;

    /// <summary>The owner of what no member has.</summary>
    public const int Nobody = -2;

    // What the owner of everything has.
    private const string Everything = "";

    private readonly string[] _members;
    private readonly string[] _places;
    private readonly Dictionary<(string Topic, int Partition), (int Member, DateTimeOffset? Since)> _owned = [];

    private GroupOwners(ImmutableArray<GroupMember> members)
    {
        _members = [.. members.Select(Name)];
        _places = [.. members.Select(Words)];
    }

    /// <summary>Null where there is one member at most, or one of them doesn't say what it has.</summary>
    /// <param name="before">Null: it wasn't known, and then since when they have what they have isn't known either.</param>
    public static GroupOwners? Of(ImmutableArray<GroupMember>? told, GroupOwners? before, DateTimeOffset at)
    {
        if (told is not { Length: > 1 } several || several.Any(m => m.Assigned is null))
        {
            return null;
        }

        var owners = new GroupOwners(several);
        for (var i = 0; i < several.Length; i++)
        {
            foreach (var topic in several[i].Assigned!.Value)
            {
                foreach (var partition in topic.Partitions)
                {
                    owners._owned[(topic.Topic, partition)] = (
                        i,
                        before?.Since(topic.Topic, partition, several[i], at)
                    );
                }
            }
        }

        return owners;
    }

    /// <summary>What each owner has, in the same words for the same partitions.</summary>
    /// <param name="owners">Null: it isn't known who has which.</param>
    public static IEnumerable<string> Places(GroupOwners? owners) => owners?._places ?? [Everything];

    /// <inheritdoc cref="Places(GroupOwners?)"/>
    public static string Places(GroupOwners? owners, int owner) => owners?._places[owner] ?? Everything;

    public (int Member, DateTimeOffset? Since) Of(string topic, int partition) =>
        _owned.TryGetValue((topic, partition), out var owner) ? owner : (Nobody, null);

    /// <summary>The clock was set back by so much: they have had what they have for as long.</summary>
    public void SetBack(TimeSpan by)
    {
        foreach (var (place, owner) in _owned.ToList())
        {
            _owned[place] = (owner.Member, owner.Since - by);
        }
    }

    private DateTimeOffset? Since(string topic, int partition, GroupMember member, DateTimeOffset now) =>
        _owned.TryGetValue((topic, partition), out var owner) && _members[owner.Member] == Name(member)
            ? owner.Since
            : now;

    // A static member that starts again has another id and the same partitions, without a rebalance.
    private static string Name(GroupMember member) => member.InstanceId ?? member.MemberId;

    private static string Words(GroupMember member) =>
        string.Join(
            ' ',
            member.Assigned!.Value.Select(topic => $"{topic.Topic}:{string.Join<int>(',', topic.Partitions)}")
        );
}
