using Portal.Core;
using Portal.Core.Access;

namespace Portal.Engines.Kafka;

/// <summary>The ACLs of the clusters that are registered.</summary>
public interface IAclClusters
{
    /// <exception cref="EngineException">Final: it isn't registered (any more) or its secret can't be read.</exception>
    Task<IClusterAcls> Open(ClusterId cluster, CancellationToken stop);
}

/// <summary>
/// The access control entries of one cluster. Every call throws <see cref="EngineException"/>; a deadline that passes after bytes were written
/// is <see cref="EngineFault.Unknown"/> for acts and Transient for questions. Another cluster at the address than the registered one is Final for acts and
/// Transient for questions: what it doesn't have isn't gone.
/// </summary>
public interface IClusterAcls
{
    /// <summary>All of them, in one request. Some clusters list a principal by another name than its own: see <see cref="NamedAcls"/>.</summary>
    Task<AclAnswer> All(CancellationToken stop);

    /// <summary>Those of one principal by its own name, in one request.</summary>
    Task<AclAnswer> Of(string principal, CancellationToken stop);

    /// <summary>
    /// All of them, with these principals' by their own names: one request, and another for each of these that the list doesn't name. One that the cluster
    /// doesn't take has nothing by its name.
    /// </summary>
    async Task<AclAnswer> AllWith(IEnumerable<string> principals, CancellationToken stop)
    {
        var all = await All(stop);
        var known = principals.ToHashSet(StringComparer.Ordinal);
        var named = new List<Acl>();
        foreach (var principal in NamedAcls.Unlisted(all, known))
        {
            try
            {
                named.AddRange((await Of(principal, stop)).Acls);
            }
            catch (EngineException refused) when (refused.Fault == EngineFault.Final) { }
        }

        return NamedAcls.Join(all, named, known);
    }

    /// <summary>The client quotas that are set for principals by name, in one request.</summary>
    Task<IReadOnlyCollection<PrincipalQuota>> Quotas(CancellationToken stop);

    /// <summary>Makes these be there; one that is stays as it is.</summary>
    Task Create(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop);

    /// <summary>Removes exactly these; one that isn't there is no error.</summary>
    Task Delete(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop);
}

/// <summary>A client quota and whose it is, as ACLs name principals.</summary>
public sealed record PrincipalQuota(string Principal, ClientQuota Quota);

/// <summary>What a cluster says of its ACLs.</summary>
/// <param name="IsOff">It has no authorizer, so it keeps none and enforces none.</param>
public sealed record AclAnswer(IReadOnlyCollection<Acl> Acls, bool IsOff)
{
    /// <summary>The same as evidence of a plan.</summary>
    public AclsSeen SeenAt(DateTimeOffset at) =>
        new(IsOff ? AuthorizerState.Off : AuthorizerState.On, Acls.ToHashSet(), at);
}
