using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>Whether others are seen to use the topics that a grant's ACLs are the first on.</summary>
public sealed class OpenTopicUse(ITopicReaders readers)
{
    /// <returns>The evidence with them. No query where an ACL is on each topic already.</returns>
    public async Task<AccessEvidence> Of(
        AccessEvidence seen,
        ResourcePlan plan,
        AccessContext context,
        CancellationToken stop
    )
    {
        List<string> open =
        [
            .. context
                .Topics.Keys.Where(topic => seen.First.Any(acl => acl.AppliesTo(AclResource.Topic, topic)))
                .Where(topic => !context.Acls.Acls.Any(acl => acl.AppliesTo(AclResource.Topic, topic)))
                .Order(StringComparer.Ordinal),
        ];
        if (open.Count == 0)
        {
            return seen;
        }

        var read = await readers.Of(plan.On.Cluster, open, stop);
        List<Acl> granted = [.. plan.Steps.OfType<GrantAccess>().SelectMany(step => step.Added)];
        return seen with
        {
            InUse = [.. open.Where(topic => IsUsed(read[topic], granted)).Take(AccessEvidence.TopicsNamed)],
        };
    }

    // What the grant itself allows may be its own principal's use until now.
    private static bool IsUsed(SeenReaders seen, List<Acl> granted) =>
        seen.Groups.Any(reader =>
            (reader.Members > 0 || reader.LastMovedAt is not null)
            && !granted.Any(acl => acl.AppliesTo(AclResource.Group, reader.Group))
        )
        || (
            seen.WrittenPerSecond > 0
            && !granted.Any(acl => acl is { Resource: AclResource.Topic, Operation: AclOperation.Write })
        );
}
