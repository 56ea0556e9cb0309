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

    protected override async Task<Outcome<EndpointFacts>> Save(ClusterId cluster, EndpointForm form) =>
        Lines(await registration.Save(Caller, cluster, Draft(form), CancellationToken.None), Of);

    protected override Task<Outcome<ClusterId>> Remove(ClusterId cluster) =>
        registration.Remove(Caller, cluster, CancellationToken.None);

    private static RegistryDraft Draft(EndpointForm form) =>
        new(form.Url.Trim(), EndpointForm.Blank(form.Username), EndpointForm.Blank(form.Password));

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

        foreach (var missing in facts.Lacks)
        {
            yield return new(false, missing);
        }
    }
}
