using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>
/// What of others a grant's prefix of consumer groups or transactional ids reaches. The owner of a topic approves the grant, and owns neither: whoever may
/// use another's group takes its partitions and moves its offsets, and whoever may use another's transactional id fences its producers. It counts when the
/// prefix is granted, and not when it lasts longer: by then groups that were seen under it may be its own.
/// </summary>
/// <param name="Acls">What others may use of the same names.</param>
/// <param name="Groups">Consumer groups that were seen, whose names begin so, and that the grant's principal couldn't use until now.</param>
public sealed record PrefixReach(ImmutableArray<Acl> Acls, ImmutableArray<string> Groups)
{
    public static readonly PrefixReach None = new([], []);

    [JsonIgnore]
    public bool IsNone => Acls.IsEmpty && Groups.IsEmpty;

    public static PrefixReach Of(ResourcePlan plan, AccessContext context)
    {
        List<Acl> added = [.. plan.Steps.OfType<GrantAccess>().SelectMany(step => step.Added).Where(IsUse)];
        if (added.Count == 0)
        {
            return None;
        }

        // Grants of the same change are there once it is applied.
        List<Acl> all =
        [
            .. context
                .Acls.Acls.Concat(
                    plan.Whole.OfType<GrantAccess>().Where(step => step.On != plan.On).SelectMany(step => step.Added)
                )
                .Where(acl => acl.Permission == AclPermission.Allow && IsUse(acl)),
        ];
        var (its, others) = (
            all.Where(acl => acl.Principal == added[0].Principal || acl.Principal == Acl.Everybody).ToList(),
            all.Where(acl => IsAnother(acl, added[0].Principal, context.Teams)).ToList()
        );
        List<Acl> widened = [.. added.Where(acl => !its.Any(own => own.Covers(acl)))];
        return new(
            [.. others.Where(other => widened.Any(acl => acl.Meets(other))).Order()],
            [
                .. context
                    .Groups.Where(group => widened.Any(acl => acl.AppliesTo(AclResource.Group, group)))
                    .Where(group => !its.Any(own => own.AppliesTo(AclResource.Group, group)))
                    .Order(StringComparer.Ordinal),
            ]
        );
    }

    // What counts for all names says nothing of whose they are.
    private static bool IsAnother(Acl acl, string principal, IReadOnlyDictionary<string, TeamId> teams) =>
        acl.Principal != principal
        && acl.Principal != Acl.Everybody
        && acl.Name != Acl.Any
        && !(
            teams.TryGetValue(principal, out var team) && teams.TryGetValue(acl.Principal, out var its) && team == its
        );

    private static bool IsUse(Acl acl) =>
        acl.Resource switch
        {
            AclResource.Group => acl.Operation is AclOperation.Read or AclOperation.All,
            AclResource.TransactionalId => acl.Operation is AclOperation.Write or AclOperation.All,
            _ => false,
        };
}
