using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Web.Identity;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>The schema registry of a cluster.</summary>
public sealed class RegistryFormModel(
    RegistryRegistration registration,
    ClusterCatalogue clusters,
    StoreWatch silence,
    Me me,
    TimeProvider time
) : EndpointFormModel(EndpointKind.Registry, null, clusters, silence, me, time)
{
    protected override async Task<Outcome<EndpointFacts>> Probe(ClusterId cluster, EndpointForm form) =>
        Lines(await registration.Test(Caller, cluster, Draft(form), CancellationToken.None), Of);

    protected override async Task<Outcome<EndpointFacts>> Save(ClusterId cluster, EndpointForm form, string seen) =>
        Lines(await registration.Save(Caller, cluster, Draft(form), seen, CancellationToken.None), Of);

    protected override Task<Outcome<ClusterId>> Remove(ClusterId cluster) =>
        registration.Remove(Caller, cluster, CancellationToken.None);

    private static RegistryDraft Draft(EndpointForm form) =>
        new(
            form.Url.Trim(),
            form.SignIn == HttpSignInMethod.Basic ? EndpointForm.Blank(form.Username) : null,
            EndpointForm.Blank(form.Password),
            EndpointForm.Blank(form.Token)?.Trim(),
            form.Url.TrimStart().StartsWith("https", StringComparison.OrdinalIgnoreCase)
                ? EndpointForm.Blank(form.CaPem)
                : null,
            form.SignIn,
            form.SignIn == HttpSignInMethod.Certificate ? EndpointForm.Blank(form.ClientCertificate)?.Trim() : null,
            EndpointForm.Blank(form.ClientKey)?.Trim()
        );

    private static IEnumerable<EndpointFact> Of(RegistryFacts facts)
    {
        yield return new(
            true,
            facts.Version is { } version ? $"{facts.Product} {version}" : facts.Product,
            $"{Quantity.Of(facts.Subjects, "subject", "subjects")}; takes {string.Join(", ", facts.Types)}"
        );
        if (facts.Level is { } level)
        {
            yield return new(true, $"Compatibility {level} where a subject sets none");
        }

        if (facts.Mode is "READWRITE")
        {
            yield return new(true, "Mode READWRITE: it takes new versions");
        }

        yield return new(
            true,
            $"The portal may {string.Join(", ", facts.Allowed)}",
            "Whether it may register and delete shows only when it does."
        );
        if (facts.AlsoServes is [_, ..] others)
        {
            yield return new(
                true,
                $"Also serves {(others.Count == 1 ? "cluster" : "clusters")} {string.Join(", ", others)}",
                "A subject is the same one there: a version requested on one is shown as drift on the other."
            );
        }

        foreach (var missing in facts.Lacks)
        {
            yield return new(false, missing);
        }
    }
}
