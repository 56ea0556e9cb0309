using System.Collections.Immutable;
using System.ComponentModel;
using Portal.Core.Topics;

namespace Portal.Web.Api.Topics;

/// <summary>What was seen of a topic when the plan was computed. Null was not answered; it is not zero.</summary>
public sealed record TopicEvidenceDto(
    long? Records,
    long? Bytes,
    [property: Description("Records that the plan deletes; about, where retention is cut.")] long? RecordsLost,
    [property: Description("Bytes on disk that the plan deletes, all copies; about, where retention is cut.")]
        long? BytesLost,
    IReadOnlyList<ReaderDto> Readers,
    [property: Description(
        "False: the newest readings are old or not whole, so there may be readers that aren't named."
    )]
        bool AreAllReaders,
    [property: Description("Records a second written to it in the ten minutes before; null: not known.")]
        double? WrittenPerSecond,
    [property: Description(
        "What holds where the topic sets nothing, of the settings that the plan moves, and of cleanup.policy where it adds partitions; one that isn't in it wasn't reported."
    )]
        IReadOnlyDictionary<string, string> Defaults,
    [property: Description("The managed jobs whose statements name it.")] IReadOnlyList<TopicJobDto> Jobs,
    [property: Description("ACLs that count for its name, of a plan that creates or deletes it; as last seen.")]
        IReadOnlyList<TopicAclDto> Access
)
{
    public static TopicEvidenceDto Of(TopicEvidence seen) =>
        new(
            seen.Records,
            seen.Bytes,
            seen.DataLoss.Records,
            seen.DataLoss.Bytes,
            [.. seen.Readers.Select(ReaderDto.Of)],
            seen.AreAllReaders,
            seen.WrittenPerSecond,
            seen.Defaults ?? ImmutableSortedDictionary<string, string>.Empty,
            [.. seen.Jobs.Select(TopicJobDto.Of)],
            [.. seen.Access.Select(TopicAclDto.Of)]
        );
}

/// <summary>What an ACL that is on the cluster lets somebody do with a topic of this name.</summary>
public sealed record TopicAclDto(
    string Principal,
    [property: Description("What it allows, in words.")] string Acl,
    [property: Description("The grant that holds it; null: none does.")] string? Grant,
    [property: Description("It names the topic exactly; false: a prefix, or every topic.")] bool OnName,
    [property: Description("The team that owns the service account; null: none that the portal manages.")] string? Team
)
{
    public static TopicAclDto Of(TopicAcl acl) =>
        new(acl.Principal, acl.Description, acl.Grant, acl.IsOnName, acl.Team);
}

public sealed record ReaderDto(
    string Group,
    int? Members,
    DateTimeOffset? LastMovedAt,
    [property: Description("The last ten minutes' readings are not whole: silence proves nothing.")] bool HasGap,
    [property: Description(
        "The cluster it reads on, where that is another one that has the same registry; null: the same."
    )]
        string? Cluster
)
{
    public static ReaderDto Of(ReaderEvidence reader) =>
        new(reader.Group, reader.Members, reader.LastMovedAt, reader.HasGap, reader.Cluster);
}

/// <summary>A stream job whose statements name a topic.</summary>
public sealed record TopicJobDto(
    [property: Description("The cluster whose Flink runs it.")] string Cluster,
    string Name,
    [property: Description("The owning team's name.")] string Owner,
    bool Reads,
    bool Writes,
    bool IsSuspended,
    [property: Description(
        "The version of its subject that the table of a job which runs was generated from; null where it doesn't run, takes none, or that isn't known."
    )]
        int? SchemaVersion,
    [property: Description(
        "Why it can't read what is written with the version that is about to be registered; null where it can, or that isn't known."
    )]
        string? CannotRead
)
{
    public static TopicJobDto Of(TopicJob job) =>
        new(
            job.Cluster,
            job.Name,
            job.Owner,
            job.Reads,
            job.Writes,
            job.IsSuspended,
            job.RunsWith?.Version,
            job.CannotRead
        );
}
