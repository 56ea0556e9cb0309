using System.ComponentModel;
using Portal.Core.Health;

namespace Portal.Web.Api.Groups;

/// <summary>Who is in a group, as its coordinator last reported: read at a longer interval than the offsets.</summary>
public sealed record GroupMembershipDto(
    [property: Description("When its coordinator last reported it.")] DateTimeOffset AnsweredAt,
    double AgeSeconds,
    [property: Description(
        "Why its current members are unknown, and these are the last known; null when they are known."
    )]
        string? UnknownBecause,
    IReadOnlyList<MemberDto> Members
)
{
    public static GroupMembershipDto Of(Membership seen, DateTimeOffset now) =>
        new(
            seen.AnsweredAt,
            (now - seen.AnsweredAt).TotalSeconds,
            seen.Answered ? null : "Its coordinator has not reported its members since.",
            [.. seen.Members.Select(MemberDto.Of)]
        );
}

public sealed record MemberDto(
    string MemberId,
    [property: Description("The name of a static member.")] string? InstanceId,
    string ClientId,
    string Host,
    [property: Description("Null where it can't be read: the group doesn't speak the protocol of consumers.")]
        IReadOnlyList<AssignedTopicDto>? Assigned
)
{
    public static MemberDto Of(GroupMember member) =>
        new(
            member.MemberId,
            member.InstanceId,
            member.ClientId,
            member.Host,
            member.Assigned?.Select(topic => new AssignedTopicDto(topic.Topic, topic.Partitions)).ToList()
        );
}

public sealed record AssignedTopicDto(string Topic, IReadOnlyList<int> Partitions);
