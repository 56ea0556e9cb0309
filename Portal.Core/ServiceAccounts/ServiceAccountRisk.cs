using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>How dangerous a plan is for an account.</summary>
internal static class ServiceAccountRisk
{
    public static IEnumerable<RiskReason> Of(ResourcePlan plan, ServiceAccountEvidence? seen) =>
        plan.Steps.Select(step =>
            step switch
            {
                SetCredential { IsNew: true } => First(step.On.Name, seen),
                CreateCertificateAccount => Named(step.On.Name, seen),
                DeleteCertificateAccount => Unnamed(step.On.Name, seen),
                SetCredential { Before: null, FormerUntil: { } until } set => new(
                    $"{step.On.Name} has two passwords until {UtcTime.InWords(until)}; then clients that still sign in by {set.Mechanism.Other().Title()} fail.",
                    10
                ),
                SetCredential { Before: not null, FormerUntil: { } until } set => new(
                    $"{step.On.Name} has a password by {set.Mechanism.Title()} already, which is replaced: clients that use it fail at their next connection. The one by {set.Mechanism.Other().Title()} works until {UtcTime.InWords(until)}.",
                    25
                ),
                SetCredential { Before: null } set => new(
                    $"Clients of {step.On.Name} have to sign in by {set.Mechanism.Title()}, with the new password.",
                    10
                ),
                SetCredential => new(
                    $"Clients that sign in as {step.On.Name} with the former password fail at their next connection.",
                    25
                ),
                KeepCredential keep when keep.Until > keep.Before => new(
                    $"Whoever has the former password of {step.On.Name} may sign in until {UtcTime.InWords(keep.Until)}.",
                    10
                ),
                KeepCredential keep => new(
                    $"Clients that still sign in as {step.On.Name} with the former password fail from {UtcTime.InWords(keep.Until)} on.",
                    25
                ),
                RetireCredential { Credential.Mechanism: var mechanism } => new(
                    $"Clients that still sign in as {step.On.Name} by {mechanism.Title()} fail at their next connection.",
                    25
                ),
                _ => new RiskReason($"Clients that sign in as {step.On.Name} fail at their next connection.", 40),
            }
        );

    // Nobody gets anything by it: whoever holds the certificate was that already.
    private static RiskReason Named(string name, ServiceAccountEvidence? seen) =>
        seen?.Inherited().ToList() is [_, ..] held
            ? new(
                $"Whoever holds a certificate of {name} may do something already: {AclList.Named(held)}. From now on that is its owner's account.",
                25
            )
            : new(
                $"{name} is whoever holds a certificate with this subject that the brokers trust. No password is made.",
                5
            );

    private static RiskReason Unnamed(string name, ServiceAccountEvidence? seen) =>
        seen switch
        {
            null => new($"What {name} may do isn't known yet; its grants end with it.", 25),
            { Grants: [_, ..] grants } => new(
                $"Clients with the certificate of {name} fail: {AclList.Named(grants)} end with it.",
                40
            ),
            _ => new($"{name} holds no grants, so nothing is refused to its clients that is allowed now.", 5),
        };

    // Whoever has the first password of a name is whoever the cluster takes that name for.
    private static RiskReason First(string name, ServiceAccountEvidence? seen) =>
        seen switch
        {
            _ when seen?.Inherited().ToList() is [_, ..] inherited => new(
                $"{name} is new, and whoever has its password may do what is allowed already: {AclList.Named(inherited)}.",
                40
            ),
            { Rights.IsPortal: true } or { Rights.IsOfJobs: true } or { Use.Groups: [_, ..] } => new(
                $"{name} is new, and somebody signs in as {ServiceAccountKind.PrincipalOf(name)} already: whoever has its password may do the same.",
                40
            ),
            { Rights.Authorizer: AuthorizerState.Off } => new(
                $"{name} is new, and the cluster enforces no ACLs: whoever has its password may do everything.",
                25
            ),
            { Rights: { Authorizer: AuthorizerState.On, OfEverybody: 0 } } => new(
                $"{name} is new, and no grant and no ACL allows it anything yet.",
                5
            ),
            { Rights.Authorizer: AuthorizerState.On } => new(
                $"{name} is new, and may do what everybody may, {Acl.Everybody}, until access is granted to it.",
                5
            ),
            _ => new($"{name} is new. What ACLs allow it isn't known yet.", 5),
        };
}
