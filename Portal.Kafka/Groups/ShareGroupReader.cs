using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Groups;

/// <param name="StartOffset">Everything before it is done; -1 where nothing was read yet.</param>
/// <param name="Lag">Null where the broker doesn't tell (before version 1, or not yet known).</param>
public sealed record ShareOffset(
    string Group,
    string Topic,
    Guid TopicId,
    int Partition,
    long StartOffset,
    long? Lag,
    ErrorCode Error
);

/// <summary>How far share groups have read; one request to each coordinator.</summary>
public sealed class ShareGroupReader(KafkaClient client, TimeSpan within)
{
    /// <summary>Groups that are missing from <c>Offsets</c> and stand in <c>Silent</c> were not answered.</summary>
    public async Task<(IReadOnlyList<ShareOffset> Offsets, IReadOnlyList<(string Group, string Why)> Silent)> Read(
        IReadOnlyCollection<GroupToDescribe> groups,
        CancellationToken stop
    )
    {
        var deadline = new ReadDeadline(client.Time, within);
        var asked = groups
            .GroupBy(group => group.Coordinator)
            .Select(batch => Ask(batch.Key, [.. batch], deadline, stop));
        var answers = await Task.WhenAll(asked).ConfigureAwait(false);
        return ([.. answers.SelectMany(answer => answer.Offsets)], [.. answers.SelectMany(answer => answer.Silent)]);
    }

    private async Task<(List<ShareOffset> Offsets, List<(string, string)> Silent)> Ask(
        int broker,
        GroupToDescribe[] groups,
        ReadDeadline deadline,
        CancellationToken stop
    )
    {
        var request = new DescribeShareGroupOffsetsRequest
        {
            Groups = Array.ConvertAll(groups, g => new DescribeShareGroupOffsetsRequest.Group { GroupId = g.Name }),
        };
        try
        {
            var answer = await client.SendTo(broker, Call.Of(request), deadline.Rest, stop).ConfigureAwait(false);
            var refused = answer
                .Groups.Where(group => group.Error != ErrorCode.None)
                .Select(group => (group.GroupId, group.ErrorMessage ?? group.Error.InWords()));
            return ([.. answer.Groups.SelectMany(Offsets)], [.. refused]);
        }
        catch (KafkaException fault)
        {
            return ([], [.. groups.Select(group => (group.Name, fault.Message))]);
        }
    }

    private static IEnumerable<ShareOffset> Offsets(DescribeShareGroupOffsetsResponse.Group group) =>
        from topic in @group.Topics
        from partition in topic.Partitions
        select new ShareOffset(
            @group.GroupId,
            topic.TopicName,
            topic.TopicId,
            partition.PartitionIndex,
            partition.StartOffset,
            partition.Lag >= 0 ? partition.Lag : null,
            partition.Error
        );
}
