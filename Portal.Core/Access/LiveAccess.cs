using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>
/// A grant as it was last made, and what of it is on its cluster now. Kafka keeps entries and no grants, so which of them are
/// a grant's is known from what was written down before they were made.
/// </summary>
/// <param name="Held">The entries it holds; another grant may hold some of them too.</param>
/// <param name="Missing">Those of them that the cluster doesn't have.</param>
/// <param name="Topic">The id of the topic it was granted on; null for a pattern.</param>
/// <param name="TopicNow">The id of the topic that has this name now; null when there is none, or for a pattern.</param>
[StoredAs("access")]
public sealed record LiveAccess(
    string Name,
    ImmutableArray<Acl> Held,
    ImmutableArray<Acl> Missing,
    DateTimeOffset? Expires,
    string? Topic,
    string? TopicNow
) : ResourceState
{
    /// <summary>The number of the access review that dropped it: it is being removed. Null: none did.</summary>
    public long? DroppedIn { get; init; }

    /// <summary>Its principal was an account by certificate, which was deleted since. Kafka would go on taking the certificate.</summary>
    [JsonIgnore]
    public bool IsOfDeletedAccount { get; init; }

    /// <summary>DENY entries that refuse some or all of what it allows; only as last seen.</summary>
    [JsonIgnore]
    public ImmutableArray<Acl> Denies { get; init; } = [];

    // A pattern outlives every topic.
    private const string OfPattern = "pattern";

    [JsonIgnore]
    public override EngineId Incarnation => new(Topic ?? OfPattern);

    /// <summary>The topic it was granted on is gone; one that was made again under the name is another.</summary>
    [JsonIgnore]
    public bool IsOrphan => Topic is not null && Topic != TopicNow;

    /// <summary>Whether nothing is left that was agreed to: it expired, or its topic or account is gone.</summary>
    public bool IsOver(DateTimeOffset now) => IsOrphan || IsOfDeletedAccount || Expires <= now;

    public override string? Lasts(DateTimeOffset now) =>
        IsOver(now) ? null : $"{Name} is in force until {GrantAccess.Until(Expires)}";

    public override AccessBase ToBase() => new(Held, Missing, Expires, Topic, TopicNow);
}

/// <summary>What of a grant counts for staleness.</summary>
[StoredAs("access")]
public sealed record AccessBase(
    ImmutableArray<Acl> Held,
    ImmutableArray<Acl> Missing,
    DateTimeOffset? Expires,
    string? Topic,
    string? TopicNow
) : ResourceBase
{
    [JsonIgnore]
    public override EngineId Incarnation => new(Topic ?? "pattern");

    /// <summary>What moved between two readings, in words; null when nothing that is compared.</summary>
    public static string? Moved(string name, AccessBase then, AccessBase now) =>
        then.TopicNow != now.TopicNow ? $"The topic of {name} was deleted or created again since the plan was computed."
        : then.Expires != now.Expires ? $"The expiry of {name} was changed since the plan was computed."
        : !then.Held.SequenceEqual(now.Held) ? $"The ACLs of {name} were changed since the plan was computed."
        : !then.Missing.SequenceEqual(now.Missing)
            ? $"The cluster lacked {Quantity.Of(then.Missing.Length, "ACL", "ACLs")} of {name} when the plan was computed, and lacks {now.Missing.Length} now."
        : null;
}
