using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.JobCredentials;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>The schema registry of a cluster as its stream jobs reach it.</summary>
public sealed class JobRegistryFormModel(
    JobRegistryRegistration registration,
    ClusterCatalogue clusters,
    StoreWatch silence,
    Me me,
    TimeProvider time
) : EndpointFormModel(EndpointKind.JobRegistry, null, clusters, silence, me, time)
{
    protected override async Task<Outcome<EndpointFacts>> Probe(ClusterId cluster, EndpointForm form) =>
        Lines(await registration.Test(Caller, cluster, Draft(form), CancellationToken.None), JobAccessLines.Of);

    protected override async Task<Outcome<EndpointFacts>> Save(ClusterId cluster, EndpointForm form, string seen) =>
        Lines(await registration.Save(Caller, cluster, Draft(form), seen, CancellationToken.None), JobAccessLines.Of);

    protected override Task<Outcome<ClusterId>> Remove(ClusterId cluster) =>
        registration.Remove(Caller, cluster, CancellationToken.None);

    private static JobRegistryDraft Draft(EndpointForm form) =>
        new(
            EndpointForm.Blank(form.Url)?.Trim(),
            form.SignIn == HttpSignInMethod.Basic ? EndpointForm.Blank(form.Username) : null,
            EndpointForm.Blank(form.Password),
            EndpointForm.Blank(form.Token)?.Trim(),
            EndpointForm.Blank(form.CaPem),
            form.SignIn
        );
}
