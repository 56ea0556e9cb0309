using System.Collections.Immutable;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// What stands beside accounts on their cluster: a name may be somebody's already by other means than SCRAM, and whoever gets a password of it is that
/// somebody. Which ACLs there are comes from the caller, live for a plan and as last seen for a preview.
/// </summary>
public sealed class AccountSurroundings(
    HeldByAccount held,
    AccessLedger ledger,
    AccessTopics topics,
    ITopicReaders readers,
    LastSeenQuotas quotas,
    TimeProvider clock
)
{
    /// <param name="accounts">Of this cluster.</param>
    /// <param name="revoked">What the plan itself takes away: whose a group is doesn't change by that, while it is applied.</param>
    /// <param name="isRead">False: a preview of a cluster whose credentials weren't read yet.</param>
    public async Task<IReadOnlyList<ServiceAccountEvidence>> Of(
        ClusterId cluster,
        IReadOnlyCollection<ResourceRef> accounts,
        AclsSeen acls,
        IEnumerable<Acl> revoked,
        IReadOnlyCollection<CredentialMechanism>? enabled,
        bool isRead,
        CancellationToken stop
    )
    {
        var grants = await held.Of(cluster, [.. accounts.Select(on => on.Name)], stop);
        var managed = await ledger.HeldByOthers(cluster, [], stop);
        var signIns = await topics.SignIns(cluster, stop);
        var limits = await quotas.Of(
            cluster,
            [.. accounts.Select(on => ServiceAccountKind.PrincipalOf(on.Name)).Distinct()],
            stop
        );
        var before = acls with { Acls = acls.Acls.Union(revoked).ToHashSet() };
        var seen = new List<ServiceAccountEvidence>();
        foreach (var on in accounts)
        {
            var principal = ServiceAccountKind.PrincipalOf(on.Name);
            seen.Add(
                new(on, [.. grants[on.Name]], isRead, clock.GetUtcNow())
                {
                    Enabled = enabled is null ? null : [.. enabled],
                    Rights = new(
                        acls.Authorizer,
                        [.. acls.Acls.Where(acl => acl.Principal == principal && !managed.Contains(acl)).Order()],
                        acls.Acls.Count(acl => acl is { Principal: Acl.Everybody, Permission: AclPermission.Allow }),
                        signIns.GetValueOrDefault(EndpointKind.Kafka) == principal,
                        signIns.GetValueOrDefault(EndpointKind.JobKafka) == principal
                    ),
                    Use = PrincipalUse.Of(
                        principal,
                        before,
                        await Readers(cluster, principal, before, stop),
                        clock.GetUtcNow()
                    ),
                    Quotas = limits[principal].IsRead ? [.. limits[principal].Quotas] : null,
                }
            );
        }

        return seen;
    }

    private async Task<IEnumerable<SeenReaders>> Readers(
        ClusterId cluster,
        string principal,
        AclsSeen acls,
        CancellationToken stop
    )
    {
        if (!acls.OnGroups.Any(acl => acl.Principal == principal))
        {
            return [];
        }

        var read = PrincipalUse.Topics(principal, acls, await topics.Names(cluster, stop));
        return (await readers.Of(cluster, read, stop)).Values;
    }
}
