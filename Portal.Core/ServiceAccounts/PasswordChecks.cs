using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>What is looked at before an account is given a password, and what of its passwords isn't as wanted.</summary>
internal static class PasswordChecks
{
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(90);

    public static IEnumerable<Finding> Of(
        CheckedResource account,
        ServiceAccountSpec wanted,
        LiveServiceAccount live,
        ServiceAccountEvidence? seen
    ) =>
        [
            .. Overlap(account, wanted, live),
            .. ServiceAccountChecks.EndOfPassword(account, wanted, live, seen),
            .. Mechanism(account, wanted, live, seen),
        ];

    /// <summary>A password by a mechanism that no broker offers is one that nobody can use.</summary>
    public static IEnumerable<Finding> Mechanism(
        CheckedResource account,
        ServiceAccountSpec wanted,
        LiveServiceAccount? live,
        ServiceAccountEvidence? seen
    )
    {
        if (live?.IterationsOf(wanted.Mechanism) == Rotations.Iterations(wanted.Rotation))
        {
            yield break;
        }

        if (seen?.Enabled is not { } enabled)
        {
            yield return account.Say(
                "mechanism",
                CheckVerdict.Noted,
                $"Whether the brokers take {wanted.Mechanism.Title()} isn't known: they don't show sasl.enabled.mechanisms. If they don't, nobody can sign in with the new password."
            );
        }
        else if (!enabled.Contains(wanted.Mechanism))
        {
            yield return account.Say(
                "mechanism",
                CheckVerdict.NeedsOverride,
                $"The brokers don't take {wanted.Mechanism.Title()} (sasl.enabled.mechanisms), so nobody could sign in with the new password. {Instead(wanted, enabled)}"
            );
        }
    }

    private static IEnumerable<Finding> Overlap(
        CheckedResource account,
        ServiceAccountSpec wanted,
        LiveServiceAccount live
    )
    {
        if (wanted.FormerUntil is not { } until || live.Managed?.FormerUntil == until)
        {
            yield break;
        }

        if (until <= account.Now)
        {
            yield return account.Say(
                "former-password",
                CheckVerdict.Blocked,
                $"The former password would end at once: {UtcTime.InWords(until)} is in the past. Choose a later time, or rotate without an overlap."
            );
        }
        else if (until - account.Now > LongestOverlap)
        {
            yield return account.Say(
                "former-password",
                CheckVerdict.NeedsOverride,
                $"The former password would work until {UtcTime.InWords(until)}. Two passwords work for at most {LongestOverlap.Days} days, unless Platform overrides this."
            );
        }
    }

    public static IReadOnlyList<DriftedField> Drift(ServiceAccountSpec wanted, LiveServiceAccount? live)
    {
        if (wanted.IsByCertificate)
        {
            return
            [
                .. (live?.Credentials ?? []).Select(c => new DriftedField(
                    "password",
                    null,
                    $"by {c.Mechanism.Title()}"
                )),
            ];
        }

        var other = wanted.Mechanism.Other();
        IEnumerable<DriftedField> second =
            wanted.FormerUntil is null && live?.IterationsOf(other) is not null
                ? [new("second password", null, $"by {other.Title()}")]
                : [];
        return live?.IterationsOf(wanted.Mechanism) switch
        {
            null => [new("credential", wanted.Mechanism.Title(), "gone"), .. second],
            var iterations when iterations != Rotations.Iterations(wanted.Rotation) =>
            [
                new("password", "as approved", "changed outside the portal"),
                .. second,
            ],
            _ => [.. second],
        };
    }

    private static string Instead(ServiceAccountSpec wanted, IReadOnlyCollection<CredentialMechanism> enabled) =>
        !enabled.Contains(wanted.Mechanism.Other()) ? "They take no SCRAM at all."
        : wanted.FormerUntil is null ? $"They take {wanted.Mechanism.Other().Title()}."
        : $"They take {wanted.Mechanism.Other().Title()} alone, so a password can't be rotated with an overlap here: rotate without one.";
}
