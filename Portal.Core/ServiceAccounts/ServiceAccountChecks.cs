using Portal.Core.Access;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>What is looked at before passwords of an account stop working: who signs in with them, and what stays behind.</summary>
internal static class ServiceAccountChecks
{
    /// <param name="live">Null: no credential of it is shown.</param>
    public static IEnumerable<Finding> Deletion(
        CheckedResource account,
        LiveServiceAccount? live,
        ServiceAccountEvidence? seen
    )
    {
        if (seen is null)
        {
            yield return account.Say("grants", CheckVerdict.Unknown, "What it may still do wasn't looked at.");
            yield break;
        }

        yield return seen.Grants is [_, ..] grants
            ? account.Say(
                "grants",
                CheckVerdict.NeedsOverride,
                $"It still holds {string.Join(", ", grants)}{(live is { IsByCertificate: true } ? ", which end with it" : "")}. Clients that use it will fail."
            )
            : account.Say("grants", CheckVerdict.Passed, "It holds no grants.");
        if (seen.Rights?.Unmanaged is [_, ..] stay)
        {
            yield return account.Say(
                "acls",
                CheckVerdict.Noted,
                $"ACLs that the portal doesn't manage stay on the cluster, and count for whoever gets an account of this name: {AclList.InWords(stay)}."
            );
        }

        if (seen.Quotas is [_, ..] quotas)
        {
            yield return account.Say(
                "quotas",
                CheckVerdict.Noted,
                $"Client quotas are set for it, so somebody expects clients that use it: {string.Join(", ", quotas.Select(quota => quota.InWords()))}. They stay on the cluster."
            );
        }

        foreach (var finding in Own(account, seen).Append(Clients(account, seen, CheckVerdict.NeedsOverride)))
        {
            yield return finding;
        }
    }

    /// <summary>Of a password that is replaced, or the former one that ends.</summary>
    public static IEnumerable<Finding> EndOfPassword(
        CheckedResource account,
        ServiceAccountSpec wanted,
        LiveServiceAccount live,
        ServiceAccountEvidence? seen
    )
    {
        var now = live.IterationsOf(wanted.Mechanism);
        var isSet = now != Rotations.Iterations(wanted.Rotation);
        var isRetired =
            wanted.FormerUntil is null
            && (live.IterationsOf(wanted.Mechanism.Other()) is not null || live.Managed is { FormerUntil: not null });
        if (isSet)
        {
            foreach (var finding in Own(account, seen))
            {
                yield return finding;
            }
        }

        if ((isSet && now is not null) || isRetired)
        {
            yield return Clients(account, seen, CheckVerdict.Noted);
        }
    }

    private static IEnumerable<Finding> Own(CheckedResource account, ServiceAccountEvidence? seen) =>
        seen?.Rights is { IsPortal: true }
            ?
            [
                account.Say(
                    "portal",
                    CheckVerdict.Blocked,
                    $"The portal signs in to this cluster as {ServiceAccountKind.PrincipalOf(account.Request.On.Name)} itself. Have it sign in as another principal first, on the cluster's page."
                ),
            ]
            : [];

    /// <param name="whenConnected">What that comes to where clients are known to be connected.</param>
    private static Finding Clients(CheckedResource account, ServiceAccountEvidence? seen, CheckVerdict whenConnected) =>
        seen?.Use switch
        {
            null => account.Say("clients", CheckVerdict.Unknown, "Who is connected as it wasn't looked at."),
            { Groups: [_, ..] } use => account.Say("clients", whenConnected, use.Words),
            var use => account.Say("clients", CheckVerdict.Noted, use.Words),
        };
}
