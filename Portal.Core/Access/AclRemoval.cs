using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>
/// A request that removes ACLs which no grant holds, exactly those that it names. It is for the owner of the topic or prefix that they are all on, and for
/// Platform otherwise.
/// </summary>
public static class AclRemoval
{
    public const int MostAtOnce = 50;

    /// <summary>Of a principal, a resource or a host.</summary>
    public const int LongestName = 2_000;

    /// <param name="cluster">The cluster's name.</param>
    /// <param name="acls">Of one principal.</param>
    public static ResourceDraft Draft(string cluster, IReadOnlyList<Acl> acls)
    {
        var (topic, pattern) = About(acls);
        var spec = new AccessSpec(acls[0].Principal, AccessMode.Read, topic, pattern, null, null, null, false, "")
        {
            Removes = [.. acls.Order()],
        };
        return new(AccessKind.Word, ResourceOperation.Create, cluster, NameOf(spec.Removes), spec);
    }

    internal static string Act(AccessSpec spec) =>
        $"remove {Quantity.Of(spec.Removes.Length, "unmanaged ACL", "unmanaged ACLs")} of {spec.Principal}";

    internal static IEnumerable<FieldProblem> Problems(AccessSpec spec)
    {
        if (spec.Removes.Length > MostAtOnce || spec.Removes.Distinct().Count() < spec.Removes.Length)
        {
            yield return new("removes", $"Name 1 to {MostAtOnce} ACLs, each once.");
        }

        var names = spec.Removes.SelectMany(acl => new[] { acl.Principal, acl.Name, acl.Host }).ToList();
        if (names.Exists(name => name.Length > LongestName))
        {
            yield return new("removes", $"A name has at most {LongestName:N0} characters.");
        }

        if (names.Select(EscapedName.Problem).OfType<string>().FirstOrDefault() is { } problem)
        {
            yield return new("removes", problem);
        }

        if (spec.Removes.Any(acl => acl.Principal != spec.Principal))
        {
            yield return new("principal", "Name the principal of the ACLs; they are all of one.");
        }

        var (topic, pattern) = About(spec.Removes);
        if (spec.Topic != topic || spec.Pattern != pattern)
        {
            yield return new("topic", $"Name what the ACLs are on: {topic}, {Acl.Word(pattern)}.");
        }

        if (spec is not { Group: null, TransactionalId: null, Expires: null, NeverExpires: false })
        {
            yield return new("removes", "Nothing is granted by it: leave out groups, transactional ids and expiry.");
        }
    }

    internal static IEnumerable<Finding> Findings(CheckedResource removal, AccessSpec wanted, AccessEvidence? seen)
    {
        yield return AccessChecks.Authorizer(removal, seen);
        if (seen is null)
        {
            yield break;
        }

        if (seen.Shared is [_, ..] held)
        {
            yield return removal.Say(
                "held",
                CheckVerdict.Blocked,
                $"{InWords(held)}: a grant holds it. Remove the grant instead."
            );
        }

        if (wanted.Removes.Except(seen.Unmanaged).Except(seen.Shared).ToList() is [_, ..] gone)
        {
            yield return removal.Say(
                "gone",
                seen.Unmanaged.IsEmpty ? CheckVerdict.Blocked : CheckVerdict.Noted,
                $"Not on the cluster any more: {InWords(gone)}."
            );
        }

        foreach (
            var finding in (Finding[])
                [
                    .. AclRemovalDanger.Findings(removal, wanted.Removes, seen.Portal),
                    .. OpenResources.Findings(removal, seen),
                ]
        )
        {
            yield return finding;
        }
    }

    internal static IEnumerable<RiskReason> Risks(RemoveAcls step, AccessEvidence? seen)
    {
        if (step.Acls.Any(acl => acl.Permission == AclPermission.Allow))
        {
            yield return new(
                $"Clients that sign in as {step.Principal} may fail: what these ACLs allow is refused.",
                30
            );
        }

        foreach (var reason in AclRemovalDanger.Widened(step))
        {
            yield return reason;
        }

        if (step.Acls.Any(acl => acl.Resource != AclResource.Topic || acl.Name == Acl.Any))
        {
            yield return new("They count for more than one topic.", 15);
        }

        if (seen is { Critical: [_, ..] critical })
        {
            yield return new($"Criticality of {string.Join(", ", critical)} is critical.", 15);
        }
    }

    // What isn't about one topic or prefix is everybody's, and Platform's to approve.
    private static (string Topic, AclPattern Pattern) About(IReadOnlyCollection<Acl> acls) =>
        acls.All(acl => acl.Resource == AclResource.Topic)
        && acls.Select(acl => (acl.Name, acl.Pattern)).Distinct().ToList() is [var only]
            ? only
            : (Acl.Any, AclPattern.Literal);

    private static string NameOf(ImmutableArray<Acl> acls)
    {
        var all = string.Join('\n', acls.Select(acl => $"{acl.Principal}: {acl.InWords()} {acl.Pattern}"));
        return $"remove-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..12]}";
    }

    private static string InWords(IEnumerable<Acl> acls) => string.Join("; ", acls.Select(acl => acl.InWords()));
}
