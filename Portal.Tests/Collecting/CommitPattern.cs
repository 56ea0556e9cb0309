using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Engines.Collecting;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>One group's commits on one topic as they are read every ten seconds, put into a collector's state.</summary>
internal sealed class CommitPattern
{
    private static readonly Guid TopicId = new("00000000-0000-0000-0000-000000000001");
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private readonly CollectorState _state = new(new LagLimits(Poll));
    private ImmutableArray<GroupMember>? _members;
    private int _starts;

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Of the group: Stable unless told otherwise.</summary>
    public string State { get; set; } = "Stable";

    /// <summary>Whether members have names of their own, which outlive their ids.</summary>
    public bool IsStatic { get; init; }

    public LagStatus Status => Statuses.Max();

    public LagStatus[] Statuses =>
        [.. _state.Groups["billing"].Topics[TopicId].Positions.Select(p => p?.Status ?? LagStatus.Ok)];

    /// <summary>Who has which partitions; null: nobody says.</summary>
    public CommitPattern Members(params int[][]? assigned)
    {
        _members = assigned is null
            ? null
            :
            [
                .. assigned.Select(
                    (partitions, i) =>
                        new GroupMember(
                            $"member-{i}-{_starts}",
                            IsStatic ? $"static-{i}" : null,
                            $"client-{i}",
                            "10.0.0.1",
                            [new AssignedTopic("orders", [.. partitions])]
                        )
                ),
            ];
        if (_state.Groups.TryGetValue("billing", out var group))
        {
            group.TakeOwners(_members, Now);
        }

        return this;
    }

    /// <summary>All of them started again, and have new ids.</summary>
    public void Restart(params int[][] assigned)
    {
        _starts++;
        Members(assigned);
    }

    /// <summary>The clock of the collector's machine.</summary>
    public void SetBack(TimeSpan by) => Now -= by;

    /// <summary>The statuses that the group had meanwhile.</summary>
    public HashSet<LagStatus> Read(IEnumerable<(long Committed, long End)[]> readings)
    {
        var seen = new HashSet<LagStatus>();
        foreach (var positions in readings)
        {
            Now += Poll;
            _state.Take(Reading(positions), new CollectorChanges());
            if (_state.Groups["billing"] is { Owners: null } group && _members is { Length: > 1 })
            {
                group.TakeOwners(_members, Now);
            }

            seen.Add(Status);
        }

        return seen;
    }

    private ClusterReading Reading((long Committed, long End)[] positions) =>
        new(
            Now,
            TimeSpan.FromMilliseconds(5),
            "engine-1",
            4,
            [],
            [
                new TopicReading(
                    "orders",
                    TopicId,
                    false,
                    3,
                    [.. positions.Select(p => new PartitionReading(1, 3, p.End))]
                ),
            ],
            [
                new GroupReading(
                    "billing",
                    GroupType.Classic,
                    State,
                    true,
                    [.. positions.Select((p, i) => new CommitReading(0, i, p.Committed))]
                ),
            ],
            true,
            null
        );
}
