using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Wording;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Web.Parts;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>Accounts as pages show them beside other kinds.</summary>
public sealed class ServiceAccountKindView : IKindView, IKindPlace
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public string Noun => "service account";

    public Place Place => new("Service accounts", Addresses.ServiceAccounts, Glyph.Person, "v", AtThumb: false);

    public string Address(string cluster, string name) => Addresses.ServiceAccount(cluster, name);

    public IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, ResourceEvidence? seen) =>
        step switch
        {
            SetCredential set =>
            [
                new(
                    null,
                    "password",
                    subject,
                    set.Before is null ? null : new("as it is"),
                    new("a new one", set.Mechanism.Title()),
                    Consequence(set),
                    null,
                    set.Before is null ? null : Tone.Warn,
                    set.Before is null ? "deleted" : "none",
                    set.Before is null ? "as long as nobody changed it" : "the former password isn't known",
                    UndoIsConcern: set.Before is not null
                ),
            ],
            RetireCredential { Credential.Mechanism: var mechanism } =>
            [
                new(
                    null,
                    "former password",
                    subject,
                    new("valid", mechanism.Title()),
                    null,
                    "Sign-in with it is refused",
                    "Connections that are open stay until they end",
                    Tone.Warn,
                    "none",
                    "what it was isn't known",
                    UndoIsConcern: true
                ),
            ],
            KeepCredential keep =>
            [
                new(
                    null,
                    "former password",
                    subject,
                    new("until", UtcTime.InWords(keep.Before)),
                    new("until", UtcTime.InWords(keep.Until)),
                    $"It is by {keep.Credential.Mechanism.Title()}, and works beside the new one until then",
                    null,
                    null,
                    "the end before",
                    "nothing changes on the cluster",
                    UndoIsConcern: false
                ),
            ],
            CreateCertificateAccount =>
            [
                new(
                    null,
                    "authentication",
                    subject,
                    null,
                    new("client certificate", "mTLS"),
                    "Nothing is made on the cluster: no password",
                    Undo: "deleted",
                    UndoMore: "nothing changes on the cluster"
                ),
            ],
            DeleteCertificateAccount =>
            [
                new(
                    null,
                    "authentication",
                    subject,
                    new("client certificate", "mTLS"),
                    null,
                    "Its grants end with it, within a minute",
                    "The certificate stays valid until who issued it revokes it",
                    Tone.Warn,
                    "created again",
                    "its grants are requested again",
                    UndoIsConcern: true
                ),
            ],
            DeleteCredentials { Credentials: [] } =>
            [
                new(
                    null,
                    "credentials",
                    subject,
                    new("not shown"),
                    null,
                    "Deleted all the same",
                    "A broker that started again may have lost them while others still take them",
                    Tone.Warn,
                    "none",
                    "no password is known",
                    UndoIsConcern: true
                ),
            ],
            DeleteCredentials delete => delete.Credentials.Select(credential => new PlanLine(
                null,
                credential.Mechanism.Title(),
                subject,
                new("there"),
                null,
                "Sign-in with it is refused",
                "Connections that are open stay until they end",
                Tone.Warn,
                "none",
                "its password isn't known",
                UndoIsConcern: true
            )),
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static string Consequence(SetCredential set) =>
        set switch
        {
            { FormerUntil: { } until } =>
                $"Shown once to whoever requested it; the one by {set.Mechanism.Other().Title()} works until {UtcTime.InWords(until)}",
            { Before: null } => "Generated, and shown once to whoever requested it",
            _ => "Clients with the former one fail at their next connection",
        };

    // The grants that it holds are a check of their own.
    public RenderFragment Evidence(ResourceEvidence seen, string? cluster) => _ => { };
}
