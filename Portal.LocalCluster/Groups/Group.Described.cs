using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    private const string ConsumerProtocol = "consumer";

    public DescribeGroupsResponse.Group Described()
    {
        lock (_gate)
        {
            var stands = _state == GroupState.Stable;
            return new()
            {
                GroupId = Id,
                GroupState = _state.ToString(),
                ProtocolType = _protocolType,
                ProtocolData = stands ? _protocol ?? "" : "",
                Members =
                [
                    .. _members.Values.Select(member => new DescribeGroupsResponse.Member
                    {
                        MemberId = member.Id,
                        GroupInstanceId = member.InstanceId,
                        ClientId = member.ClientId,
                        ClientHost = member.ClientHost,
                        MemberMetadata = stands ? Subscribed(member).Metadata : default,
                        MemberAssignment = stands ? member.Assignment : default,
                    }),
                ],
            };
        }
    }

    /// <summary>Whether a member reads the topic now; also true when that can't be told, because members' bytes aren't a consumer's.</summary>
    public bool Reads(string topic)
    {
        lock (_gate)
        {
            return _members.Count > 0
                && (
                    _protocolType != ConsumerProtocol
                    || _members.Values.Any(member =>
                        Subscription(member)?.Contains(topic, StringComparer.Ordinal) ?? true
                    )
                );
        }
    }

    private static string[]? Subscription(Member member)
    {
        try
        {
            var reader = new KafkaReader(member.Protocols.Values.FirstOrDefault() ?? []);
            reader.Int16();
            return reader.StringArray();
        }
        catch (MalformedFrameException)
        {
            return null;
        }
    }
}
