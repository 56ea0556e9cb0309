using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>An assignment protocol that a member offers, and its subscription in that protocol's bytes.</summary>
/// <param name="Subscription">Journals have it as "Metadata", its name in a join.</param>
public sealed record ClassicProtocol(string Name, [property: JsonPropertyName("Metadata")] byte[] Subscription);

/// <summary>What a member of the classic protocol joined with. A group that is migrating has members of both.</summary>
public sealed record ClassicMembership(int SessionTimeoutMs, ImmutableArray<ClassicProtocol> Protocols)
{
    public static ClassicMembership Of(Member member) =>
        new(
            (int)member.SessionTimeout.TotalMilliseconds,
            [.. member.ProtocolOrder.Select(name => new ClassicProtocol(name, member.Protocols[name]))]
        );

    public static ClassicMembership Of(JoinGroupRequest request) =>
        new(
            request.SessionTimeoutMs,
            // The bytes are the request's and go with it.
            [.. request.Protocols.Select(offered => new ClassicProtocol(offered.Name, offered.Metadata.ToArray()))]
        );

    public bool Offers(string protocol) => Protocols.Any(each => each.Name == protocol);

    /// <summary>The member as one of the classic protocol, with the subscription that it joined with.</summary>
    internal ConsumerMember Applied(ConsumerMember member, EmbeddedSubscription subscription) =>
        member with
        {
            Classic = this,
            RackId = subscription.RackId ?? member.RackId,
            TopicNames = MemberUpdate.Sorted(member.TopicNames, subscription.Topics),
            TopicRegex = null,
            Matched = [],
        };

    /// <summary>The join that leads to such a member.</summary>
    internal JoinGroupRequest AsJoin(ConsumerMember member) =>
        new()
        {
            SessionTimeoutMs = SessionTimeoutMs,
            RebalanceTimeoutMs = member.RebalanceTimeoutMs,
            Protocols =
            [
                .. Protocols.Select(each => new JoinGroupRequest.Protocol
                {
                    Name = each.Name,
                    Metadata = each.Subscription,
                }),
            ],
        };
}
