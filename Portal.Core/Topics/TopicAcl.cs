using System.Text.Json.Serialization;

namespace Portal.Core.Topics;

/// <summary>What an ACL that is on the cluster lets somebody do with a topic of a name, whether or not there is one.</summary>
/// <param name="Description">What it allows: "read topic orders". Stored evidence has it as "acl".</param>
/// <param name="Grant">The grant in force that holds it; null: none does.</param>
/// <param name="IsOnName">It names the topic exactly; false: a prefix, or every topic.</param>
/// <param name="Team">The name of the team that owns the service account that the principal is; null: it is none that the portal manages.</param>
public sealed record TopicAcl(
    string Principal,
    [property: JsonPropertyName("acl")] string Description,
    string? Grant,
    bool IsOnName,
    string? Team
);

/// <summary>The ACLs that count for names of topics, as last seen and as the portal wrote them down. No cluster is asked.</summary>
public interface ITopicAccess
{
    /// <summary>By topic; those on exactly its name first, by principal. Of a topic at most <see cref="TopicAccess.Most"/>.</summary>
    Task<ILookup<string, TopicAcl>> Of(ClusterId cluster, IReadOnlyCollection<string> topics, CancellationToken stop);
}
