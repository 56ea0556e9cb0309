using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Groups;

/// <summary>
/// Describes many groups with one request to each coordinator and type. Types are asked differently, because a
/// coordinator says of a group of another type that it is dead or not there.
/// </summary>
/// <param name="withPermissions">Whether it is asked, too, what we may do to each group.</param>
public sealed class GroupReader(KafkaClient client, bool withPermissions = false)
{
    /// <summary>Each group asked for has an answer; where its coordinator gave none, the answer says so.</summary>
    public async Task<IReadOnlyList<GroupDescription>> Read(
        IReadOnlyCollection<GroupToDescribe> groups,
        CancellationToken stop
    )
    {
        var asked = groups
            .GroupBy(group => (group.Coordinator, Family: FamilyOf(group.Type)))
            .Select(batch => Ask(batch.Key.Coordinator, batch.Key.Family, [.. batch], stop));
        var answers = await Task.WhenAll(asked).ConfigureAwait(false);
        return [.. answers.SelectMany(answer => answer)];
    }

    // A streams group isn't asked for its members yet, but a classic question would be answered with "dead".
    private static GroupType FamilyOf(GroupType type) => type == GroupType.Unknown ? GroupType.Classic : type;

    private async Task<IEnumerable<GroupDescription>> Ask(
        int broker,
        GroupType family,
        GroupToDescribe[] groups,
        CancellationToken stop
    )
    {
        var names = Array.ConvertAll(groups, group => group.Name);
        try
        {
            var found = family switch
            {
                GroupType.Classic => await Classic(broker, names, stop).ConfigureAwait(false),
                GroupType.Consumer => await Consumer(broker, names, stop).ConfigureAwait(false),
                GroupType.Share => await Share(broker, names, stop).ConfigureAwait(false),
                _ => groups.Select(group => GroupDescription.Unknown(group, ErrorCode.UnsupportedVersion)),
            };
            var byName = found.ToDictionary(group => group.Name);
            return groups.Select(group =>
                byName.GetValueOrDefault(group.Name) ?? GroupDescription.Unknown(group, ErrorCode.GroupIdNotFound)
            );
        }
        catch (KafkaException fault)
        {
            var error =
                fault is KafkaException.NotUnderstood ? ErrorCode.UnsupportedVersion : ErrorCode.NetworkException;
            return groups.Select(group => GroupDescription.Unknown(group, error));
        }
    }

    private async Task<IEnumerable<GroupDescription>> Classic(int broker, string[] names, CancellationToken stop)
    {
        var call = Call.Of(new DescribeGroupsRequest { Groups = names, IncludeAuthorizedOperations = withPermissions });
        var answer = await client.SendTo(broker, call, null, stop).ConfigureAwait(false);
        return answer.Groups.Select(GroupAnswers.Of);
    }

    private async Task<IEnumerable<GroupDescription>> Consumer(int broker, string[] names, CancellationToken stop)
    {
        var call = Call.Of(
            new ConsumerGroupDescribeRequest { GroupIds = names, IncludeAuthorizedOperations = withPermissions }
        );
        var answer = await client.SendTo(broker, call, null, stop).ConfigureAwait(false);
        return answer.Groups.Select(GroupAnswers.Of);
    }

    private async Task<IEnumerable<GroupDescription>> Share(int broker, string[] names, CancellationToken stop)
    {
        var call = Call.Of(
            new ShareGroupDescribeRequest { GroupIds = names, IncludeAuthorizedOperations = withPermissions }
        );
        var answer = await client.SendTo(broker, call, null, stop).ConfigureAwait(false);
        return answer.Groups.Select(GroupAnswers.Of);
    }
}
