using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
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
                    set.IsNew
                        ? "Generated, and shown once to whoever requested it"
                        : "Clients with the former one fail at their next connection",
                    null,
                    set.IsNew ? null : Tone.Warn,
                    set.IsNew ? "deleted" : "none",
                    set.IsNew ? "as long as nobody changed it" : "the former password isn't known",
                    UndoIsConcern: !set.IsNew
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

    // The grants that it holds are a check of their own.
    public RenderFragment Evidence(ResourceEvidence seen, string? cluster) => _ => { };
}
