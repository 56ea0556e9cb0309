using System.Collections.Immutable;
using Portal.Core.Access;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>What is seen beside an account's plan.</summary>
/// <param name="Grants">The grants that it still holds, by name.</param>
/// <param name="IsRead">False: a preview of a cluster whose credentials weren't read yet.</param>
[StoredAs("service-account")]
public sealed record ServiceAccountEvidence(
    ResourceRef On,
    ImmutableArray<string> Grants,
    bool IsRead,
    DateTimeOffset SeenAt
) : ResourceEvidence(On, SeenAt)
{
    /// <summary>The SCRAM mechanisms that the brokers take, as last seen; null: they don't show it.</summary>
    public ImmutableArray<CredentialMechanism>? Enabled { get; init; }

    /// <summary>Null: it was stored before this was looked at.</summary>
    public PrincipalRights? Rights { get; init; }

    /// <summary>Null: it was stored before this was looked at.</summary>
    public PrincipalUse? Use { get; init; }

    /// <summary>The client quotas that are set for it, as last seen; null: they weren't read.</summary>
    public ImmutableArray<ClientQuota>? Quotas { get; init; }

    /// <summary>What nobody agreed to when <paramref name="then"/> was seen and would now come with the plan; null: nothing.</summary>
    internal string? Worse(ResourcePlan plan, ServiceAccountEvidence? then)
    {
        var (isNew, isDeleted) = (
            plan.Steps.Any(step => step is SetCredential { IsNew: true } or CreateCertificateAccount),
            plan.Steps.Any(step => step is DeleteCredentials or DeleteCertificateAccount)
        );
        return (isNew || isDeleted) && New(Grants, then?.Grants) is { } grant
                ? $"Since it was approved {On.Name} was granted {grant}."
            : isNew && New(Inherited(), then?.Inherited()) is { } acl
                ? $"Since it was approved somebody else allowed {On.Name} something: {acl}."
            : (isNew || isDeleted) && New(Use?.Groups ?? [], then?.Use?.Groups) is { } group
                ? $"Since it was approved somebody signed in as {On.Name}, with the consumer group {group}."
            : null;
    }

    private static string? New(IEnumerable<string> now, IEnumerable<string>? then) =>
        now.Except(then ?? [], StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What whoever gets a first password of it may do at once: grants by name, and ACLs beside them.</summary>
    public IEnumerable<string> Inherited() =>
        Grants.Concat(Rights is { } rights ? rights.Allowed().Select(acl => acl.InWords()) : []);
}
