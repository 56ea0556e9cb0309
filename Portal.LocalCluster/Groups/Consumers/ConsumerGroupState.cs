using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>A topic as it was when the target assignment was last worked out: one that is new, gone or grown makes a new epoch.</summary>
public readonly record struct SeenTopic(Guid Id, int Partitions);

/// <summary>A group of the new protocol (KIP-848). A value, journalled whole with each change.</summary>
public sealed record ConsumerGroupState
{
    public static readonly ConsumerGroupState New = new();

    /// <summary>Rises when a member comes, goes or wants something else, and when a topic changes.</summary>
    public int Epoch { get; init; }

    /// <summary>The epoch that the target assignment was worked out for.</summary>
    public int TargetEpoch { get; init; }
    public ImmutableArray<SeenTopic> Topics { get; init; } = [];
    public ImmutableArray<ConsumerMember> Members { get; init; } = [];

    /// <summary>The one that most members ask for.</summary>
    [JsonIgnore]
    public string Assignor =>
        Members
            .Select(member => member.Assignor)
            .OfType<string>()
            .GroupBy(name => name, StringComparer.Ordinal)
            .OrderByDescending(votes => votes.Count())
            .FirstOrDefault()
            ?.Key
        ?? TargetAssignment.DefaultAssignor;

    /// <summary>The state in Kafka's words.</summary>
    [JsonIgnore]
    public string Name =>
        Members.Length == 0 ? "Empty"
        : Epoch > TargetEpoch ? "Assigning"
        : Members.Any(member => member.State != MemberState.Stable || member.Epoch != TargetEpoch) ? "Reconciling"
        : "Stable";

    public ConsumerMember? Find(string id) => Members.FirstOrDefault(member => member.Id == id);

    public ConsumerMember? FindInstance(string instance) =>
        Members.FirstOrDefault(member => member.InstanceId == instance);

    /// <summary>The same group when the member is the same.</summary>
    public ConsumerGroupState With(ConsumerMember member)
    {
        var at = Members.ToList().FindIndex(each => each.Id == member.Id);
        return at < 0 ? this with { Members = Members.Add(member) }
            : Members[at] == member ? this
            : this with { Members = Members.SetItem(at, member) };
    }

    /// <summary>Without the member; what it had is for the others, in the next epoch.</summary>
    public ConsumerGroupState Without(ConsumerMember member) =>
        this with
        {
            Members = Members.RemoveAll(each => each.Id == member.Id),
            Epoch = Epoch + 1,
        };

    /// <summary>Whether there are others than the member, and all of the classic protocol.</summary>
    public bool IsClassicWithout(ConsumerMember member) =>
        Members.Length > 1 && Members.All(each => each.Id == member.Id || each.Classic is not null);

    /// <summary>Whether nobody else has partitions any more that are meant for the member.</summary>
    public bool IsFreeFor(ConsumerMember member)
    {
        var held = Members
            .Where(each => each.Id != member.Id)
            .SelectMany(each => each.Held)
            .Select(owned => owned.Partition)
            .ToHashSet();
        return !member.Target.Any(held.Contains);
    }

    /// <summary>The member under its new id: a static member came back.</summary>
    public ConsumerGroupState Replaced(ConsumerMember member, ConsumerMember by) =>
        this with
        {
            Members = Members.Replace(member, by),
        };
}
