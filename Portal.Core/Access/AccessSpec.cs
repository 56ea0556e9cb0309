using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>What a principal may do with a topic.</summary>
public enum AccessMode
{
    /// <summary>Read records, in consumer groups whose names begin so.</summary>
    Read,
    Write,

    /// <summary>Write in transactions whose ids begin so.</summary>
    WriteInTransactions,

    /// <summary>Look at its settings and change them, with Kafka's own tools. Not delete it.</summary>
    Manage,
}

/// <summary>What is wanted of a grant: who may do what with which topics, and until when.</summary>
/// <param name="Principal"><c>User:billing</c>.</param>
/// <param name="Topic">The topic's name, or how names begin; <c>*</c> as a literal is every topic.</param>
/// <param name="Group">How the names of consumer groups begin; only to read.</param>
/// <param name="TransactionalId">How the transactional ids begin; only to write in transactions.</param>
/// <param name="Expires">When it is removed by itself; null while it isn't said, or where it never is.</param>
/// <param name="NeverExpires">Somebody said that it has no end.</param>
public sealed record AccessSpec(
    string Principal,
    AccessMode Mode,
    string Topic,
    AclPattern Pattern,
    string? Group,
    string? TransactionalId,
    DateTimeOffset? Expires,
    bool NeverExpires,
    string Owner,
    string Description = ""
) : ResourceSpec(Owner)
{
    /// <summary>ACLs that no grant holds and that are to go, exactly these: nothing is granted then, and nothing is managed afterwards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Acl> Removes { get; init; }

    [JsonIgnore]
    public bool IsRemoval => !Removes.IsDefaultOrEmpty;

    [JsonIgnore]
    public override string About => Description;

    public override ResourceSpec OpenEnded() => this with { Expires = null, NeverExpires = false };

    /// <summary>A removal is replaced by one of the same ACLs alone, and a grant by no removal.</summary>
    public override bool Replaces(ResourceSpec former) =>
        former is AccessSpec then
        && IsRemoval == then.IsRemoval
        && (!IsRemoval || Removes.ToHashSet().SetEquals(then.Removes));

    /// <summary>One topic, and not a pattern of several: it is bound to the topic that has the name.</summary>
    [JsonIgnore]
    public bool IsOneTopic => Pattern == AclPattern.Literal && Topic != Acl.Any;

    /// <summary>Its topic, and the account that it is granted to, as far as it names them.</summary>
    [JsonIgnore]
    public IEnumerable<(ResourceKind Kind, string Name)> Related
    {
        get
        {
            if (IsOneTopic)
            {
                yield return (TopicKind.Word, Topic);
            }

            if (Principal.StartsWith(Acl.User, StringComparison.Ordinal))
            {
                yield return (AccessKind.Account, Principal[Acl.User.Length..]);
            }
        }
    }

    /// <summary>"read orders", "write to orders.* (prefix)".</summary>
    [JsonIgnore]
    public string Act => $"{Mode.Verb()} {TopicInWords}";

    [JsonIgnore]
    public string TopicInWords =>
        IsOneTopic ? Topic
        : Pattern == AclPattern.Prefixed ? $"every topic that begins with {Topic}"
        : "every topic";
}

public static class AccessModes
{
    /// <summary>To follow "may": "write to".</summary>
    public static string Verb(this AccessMode mode) =>
        mode switch
        {
            AccessMode.Read => "read",
            AccessMode.Write => "write to",
            AccessMode.WriteInTransactions => "write in transactions to",
            AccessMode.Manage => "manage",
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };

    /// <summary>"Write in transactions".</summary>
    public static string Title(this AccessMode mode) =>
        mode switch
        {
            AccessMode.Read => "Read",
            AccessMode.Write => "Write",
            AccessMode.WriteInTransactions => "Write in transactions",
            AccessMode.Manage => "Manage",
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
}
