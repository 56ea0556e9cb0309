using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Groups;

/// <summary>A group and who is in it.</summary>
/// <param name="Error">Why nothing more is known; <see cref="ErrorCode.None"/> otherwise.</param>
/// <param name="Assignor">Who gets what is decided by this strategy; empty where nobody is in it.</param>
public sealed record GroupDescription(
    string Name,
    GroupType Type,
    ErrorCode Error,
    string State,
    string Assignor,
    IReadOnlyList<GroupMember> Members
)
{
    /// <summary>What we may do to it, where that was asked and told; else only the topmost bit is set.</summary>
    public int Operations { get; init; } = int.MinValue;

    public static GroupDescription Unknown(GroupToDescribe group, ErrorCode error) =>
        new(group.Name, group.Type, error, "", "", []);
}

/// <param name="InstanceId">The name of a static member.</param>
/// <param name="Assigned">Null where it can't be read, because the protocol isn't that of consumers.</param>
public sealed record GroupMember(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    IReadOnlyList<AssignedTopic>? Assigned
);

public sealed record AssignedTopic(string Topic, int[] Partitions);

/// <param name="Coordinator">The broker that coordinates it, as a lag reading says.</param>
public sealed record GroupToDescribe(string Name, GroupType Type, int Coordinator);
