using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>From a wanted account and the live one to steps. Pure: the same input gives the same steps.</summary>
internal static class ServiceAccountPlanner
{
    public static PlannedSteps Plan(ResourceRequest request, ServiceAccountSpec? wanted, LiveServiceAccount? live) =>
        (request.Operation, wanted, live) switch
        {
            (ResourceOperation.Create, not null, { Credentials.IsEmpty: true }) => PlannedSteps.No(
                $"There is an account named {live.Name} on this cluster already. Request an update instead, or choose another name."
            ),
            (ResourceOperation.Create, not null, not null) => PlannedSteps.No(
                $"There is an account named {live.Name} on this cluster already, and its password isn't known. Choose another name, or delete that one first."
            ),
            // The broker that answered may have lost what others still take.
            (ResourceOperation.Delete, _, null) => PlannedSteps.Of(new DeleteCredentials(request.On, [])),
            (ResourceOperation.Delete, _, { IsByCertificate: true }) => PlannedSteps.Of([
                .. Passwords(request.On, live),
                new DeleteCertificateAccount(request.On),
            ]),
            (ResourceOperation.Delete, _, not null) => PlannedSteps.Of(
                new DeleteCredentials(request.On, [.. Known(live)])
            ),
            (_, not null, { Managed: { } agreed }) when agreed.Authentication != wanted.Authentication =>
                PlannedSteps.No(
                    $"Clients of {live.Name} sign in by {agreed.SignsInBy}, and an account keeps that. Request another account, move its clients, and delete this one."
                ),
            (_, { IsByCertificate: true }, null) => PlannedSteps.Of(new CreateCertificateAccount(request.On)),
            (_, { IsByCertificate: true }, not null) => PlannedSteps.Of([.. Passwords(request.On, live)]),
            (_, { FormerUntil: not null }, { Managed: { } now })
                when now.Mechanism == wanted.Mechanism && now.Rotation != wanted.Rotation => PlannedSteps.No(
                $"Kafka keeps one password for each mechanism, so the former one can't go on working beside a new one by {wanted.Mechanism.Title()}. Rotate to {wanted.Mechanism.Other().Title()}, or without an overlap."
            ),
            (_, not null, not null) when IsFormerTheOnlyOne(wanted, live) => PlannedSteps.No(
                $"The password of {live.Name} by {wanted.Mechanism.Title()} is gone from the cluster, and its former one is the only one that works. Rotate it first: whoever requests that is shown the new password."
            ),
            (_, not null, not null) when EndsAnother(wanted, live) => PlannedSteps.No(
                $"The password of {live.Name} by {wanted.Mechanism.Other().Title()} isn't the former one that was to end: it was set since, on the cluster or by a change that this portal's store doesn't have. Rotate {live.Name} without an overlap, which ends it, or request a later end for it."
            ),
            (_, not null, not null) when IsSetByAnother(wanted, live) => PlannedSteps.No(
                $"{live.Name} has password {wanted.Rotation} by {wanted.Mechanism.Title()} already, and it isn't recorded who set it, as after a restore or a change that was settled. Request rotation {Unused(live)}, which sets a new password."
            ),
            (_, not null, _) => PlannedSteps.Of([
                .. Set(request.On, wanted, live),
                .. Former(request.On, wanted, live),
            ]),
            _ => throw new InvalidOperationException($"{request.Operation} of {request.On.Name} has no spec."),
        };

    // Somebody made them on the cluster: of an account by certificate nobody agreed to any.
    private static IEnumerable<Step> Passwords(ResourceRef on, LiveServiceAccount live) =>
        live.Credentials.Select(credential => new RetireCredential(on, credential));

    private static IEnumerable<Step> Set(ResourceRef on, ServiceAccountSpec wanted, LiveServiceAccount? live)
    {
        var iterations = Rotations.Iterations(wanted.Rotation);
        var now = live?.IterationsOf(wanted.Mechanism);
        if (now != iterations && !EndsFormerAlone(wanted, live))
        {
            var former = live?.IterationsOf(wanted.Mechanism.Other()) is null ? null : wanted.FormerUntil;
            yield return new SetCredential(on, wanted.Mechanism, iterations, now, live is null, former);
        }
    }

    // A password that somebody else set meanwhile stays: whoever ends the former one requested no new one.
    private static bool EndsFormerAlone(ServiceAccountSpec wanted, LiveServiceAccount? live) =>
        live?.Managed is { FormerUntil: not null } agreed && wanted == agreed.WithoutFormer;

    // A new one that the clock sets is shown to nobody.
    private static bool IsFormerTheOnlyOne(ServiceAccountSpec wanted, LiveServiceAccount live) =>
        EndsFormerAlone(wanted, live)
        && live.IterationsOf(wanted.Mechanism) is null
        && live.IterationsOf(wanted.Mechanism.Other()) is not null;

    // Whoever agreed to the end of the former password agreed to no other's.
    private static bool EndsAnother(ServiceAccountSpec wanted, LiveServiceAccount live) =>
        EndsFormerAlone(wanted, live)
        && live.IterationsOf(wanted.Mechanism.Other()) is { } iterations
        && iterations != Rotations.Iterations(wanted.Rotation - 1)
        && !live.Formers.Contains(new(wanted.Mechanism.Other(), iterations));

    // What this request set is recorded before it could be planned again. One that is taken for it would be shown to nobody.
    private static bool IsSetByAnother(ServiceAccountSpec wanted, LiveServiceAccount live) =>
        live.Managed is { } agreed
        && agreed.Rotation != wanted.Rotation
        && live.IterationsOf(wanted.Mechanism) == Rotations.Iterations(wanted.Rotation);

    private static int Unused(LiveServiceAccount live) =>
        live.Credentials.Max(credential => Rotations.Of(credential.Iterations)) + 1;

    // After the new one is there: an account is never without a password. One that isn't shown is deleted all the same, because other brokers may still take it.
    private static IEnumerable<Step> Former(ResourceRef on, ServiceAccountSpec wanted, LiveServiceAccount? live)
    {
        var other = wanted.Mechanism.Other();
        var shown = live?.IterationsOf(other);
        if (wanted.FormerUntil is not { } until)
        {
            if ((shown ?? Agreed(live, other)) is { } known)
            {
                yield return new RetireCredential(on, new(other, known));
            }
        }
        else if (shown is { } iterations && live?.Managed?.FormerUntil is { } before && before != until)
        {
            yield return new KeepCredential(on, new(other, iterations), before, until);
        }
    }

    // Those that are shown, and what was agreed to and isn't: other brokers may still take it.
    private static IEnumerable<CredentialShown> Known(LiveServiceAccount live)
    {
        foreach (var mechanism in Enum.GetValues<CredentialMechanism>())
        {
            if ((live.IterationsOf(mechanism) ?? Agreed(live, mechanism)) is { } iterations)
            {
                yield return new(mechanism, iterations);
            }
        }
    }

    // Those of the password that it has by this mechanism, as was agreed to; null: it has none.
    private static int? Agreed(LiveServiceAccount? live, CredentialMechanism mechanism) =>
        live is not { Managed: { } agreed } ? null
        : agreed.Mechanism == mechanism ? Rotations.Iterations(agreed.Rotation)
        : agreed.FormerUntil is null ? null
        : live.Formers.FirstOrDefault(former => former.Mechanism == mechanism)?.Iterations
            ?? Rotations.Iterations(agreed.Rotation - 1);
}
