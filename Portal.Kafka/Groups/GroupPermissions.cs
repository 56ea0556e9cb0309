using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Groups;

/// <summary>What we may do to a group.</summary>
/// <param name="Operations">
/// Bits as <see cref="Admin.AuthorizedOperations"/> reads them; null where the broker didn't tell. None at all where it
/// may not be described.
/// </param>
public sealed record GroupAllowance(string Group, int? Operations);

/// <summary>Asks what we may do to consumer groups. It only reads: no group is made, and no coordinator looked for.</summary>
public sealed class GroupPermissions(KafkaClient client)
{
    // Nobody has a group of this name; what may be done to it is what may be done to any.
    private const string AnyName = "portal.no-such-group";

    /// <summary>Every group we may see, with the broker that coordinates it; brokers that didn't answer are left out.</summary>
    public async Task<IReadOnlyList<GroupToDescribe>> Seen(CancellationToken stop)
    {
        var brokers = (await client.Brokers(stop).ConfigureAwait(false)).Brokers;
        var listed = await Task.WhenAll(brokers.Select(broker => Listed(broker.NodeId, stop))).ConfigureAwait(false);
        return [.. listed.SelectMany(groups => groups)];
    }

    public async Task<IReadOnlyList<GroupAllowance>> On(
        IReadOnlyCollection<GroupToDescribe> groups,
        CancellationToken stop
    )
    {
        var told = await new GroupReader(client, withPermissions: true).Read(groups, stop).ConfigureAwait(false);
        return [.. told.Select(group => new GroupAllowance(group.Name, Operations(group.Error, group.Operations)))];
    }

    /// <summary>What may be done to a group of a name that nobody has used; null where no broker tells.</summary>
    public async Task<int?> OnAnyName(CancellationToken stop)
    {
        var brokers = (await client.Brokers(stop).ConfigureAwait(false)).Brokers;
        var told = await Task.WhenAll(brokers.Select(broker => AnyNameAt(broker.NodeId, stop))).ConfigureAwait(false);
        return told.FirstOrDefault(operations => operations is not null);
    }

    private static int? Operations(ErrorCode error, int told) =>
        error switch
        {
            ErrorCode.GroupAuthorizationFailed => 0,
            ErrorCode.None when told != int.MinValue => told,
            _ => null,
        };

    private async Task<IEnumerable<GroupToDescribe>> Listed(int broker, CancellationToken stop)
    {
        try
        {
            var listed = await client
                .SendTo(broker, GroupQuestions.Listed(new NamePool()), null, stop)
                .ConfigureAwait(false);
            return listed.Select(group => new GroupToDescribe(group.Name, group.Type, broker));
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    private async Task<int?> AnyNameAt(int broker, CancellationToken stop)
    {
        // Up to version 5 the coordinator calls what isn't there dead, and tells; later it is an error without.
        var call = Call.Of(new DescribeGroupsRequest { Groups = [AnyName], IncludeAuthorizedOperations = true });
        var versions = call.Versions with { Max = 5 };
        try
        {
            var answer = await client
                .SendTo(broker, call with { Versions = versions }, null, stop)
                .ConfigureAwait(false);
            return answer.Groups is [var group] ? Operations(group.Error, group.AuthorizedOperations) : null;
        }
        catch (KafkaException)
        {
            return null;
        }
    }
}
