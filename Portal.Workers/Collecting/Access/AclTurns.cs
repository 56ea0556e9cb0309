using System.Collections.Concurrent;
using Portal.Core;
using Portal.Core.Access;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Collecting.Access;

/// <summary>
/// Reads a cluster's ACLs in one request, and those of principals with a grant that the list doesn't name in one each: a few at a look, in the order of their
/// names, so that each of them has its turn.
/// </summary>
internal sealed class AclTurns
{
    /// <summary>How many principals a look requests: at the interval as shipped, 40 a minute.</summary>
    public const int AtOnce = 20;

    // Whose turn was last; lost with the process.
    private readonly ConcurrentDictionary<ClusterId, string> _last = [];

    /// <param name="granted">The principals of all grants on it that are in force.</param>
    public async Task<AclLook> Look(
        IClusterAcls cluster,
        ClusterId id,
        IReadOnlySet<string> granted,
        CancellationToken stop
    )
    {
        var list = await cluster.All(stop);
        var unlisted = NamedAcls.Unlisted(list, granted);
        var turn = Next(unlisted, _last.GetValueOrDefault(id, ""));
        var named = new List<Acl>();
        var later = unlisted.ToHashSet(StringComparer.Ordinal);
        foreach (var principal in turn)
        {
            _last[id] = principal;
            try
            {
                named.AddRange((await cluster.Of(principal, stop)).Acls);
            }
            // One that the cluster doesn't take has nothing by its name; the list was answered all the same.
            catch (EngineException refused) when (refused.Fault == EngineFault.Final) { }
            catch (EngineException)
            {
                break;
            }

            later.Remove(principal);
        }

        return new(list, named, later, granted);
    }

    private static List<string> Next(IReadOnlyList<string> unlisted, string last) =>
        [
            .. unlisted
                .Where(principal => string.CompareOrdinal(principal, last) > 0)
                .Concat(unlisted)
                .Distinct(StringComparer.Ordinal)
                .Take(AtOnce),
        ];
}

/// <param name="List">The cluster's list.</param>
/// <param name="Named">What it answered about single principals that the list doesn't name.</param>
/// <param name="Later">Those of them about whom it answered nothing this time.</param>
/// <param name="Granted">The principals of all grants.</param>
internal sealed record AclLook(
    AclAnswer List,
    IReadOnlyCollection<Acl> Named,
    IReadOnlySet<string> Later,
    IReadOnlySet<string> Granted
)
{
    /// <summary>All ACLs of the cluster. About whom it answered nothing, what was seen before stands.</summary>
    public HashSet<Acl> With(IEnumerable<Acl> seen) =>
        [.. NamedAcls.Join(List, [.. Named, .. seen.Where(acl => Later.Contains(acl.Principal))], Granted).Acls];
}
