using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>The Flink of a cluster: its REST API, and its SQL Gateway.</summary>
public sealed class FlinkFormModel(
    FlinkRegistration registration,
    ClusterCatalogue clusters,
    StoreWatch silence,
    Me me,
    TimeProvider time
) : EndpointFormModel(EndpointKind.Flink, EndpointKind.SqlGateway, clusters, silence, me, time)
{
    protected override async Task<Outcome<EndpointFacts>> Probe(ClusterId cluster, EndpointForm form) =>
        Lines(await registration.Test(Caller, cluster, Draft(form), CancellationToken.None), FlinkFactLines.Of);

    protected override async Task<Outcome<EndpointFacts>> Save(ClusterId cluster, EndpointForm form, string seen) =>
        Lines(await registration.Save(Caller, cluster, Draft(form), seen, CancellationToken.None), FlinkFactLines.Of);

    protected override Task<Outcome<ClusterId>> Remove(ClusterId cluster) =>
        registration.Remove(Caller, cluster, CancellationToken.None);

    private static FlinkDraft Draft(EndpointForm form) =>
        new(
            form.Url.Trim(),
            EndpointForm.Blank(form.GatewayUrl)?.Trim(),
            form.SignIn == HttpSignInMethod.Basic ? EndpointForm.Blank(form.Username) : null,
            EndpointForm.Blank(form.Password),
            EndpointForm.Blank(form.Token)?.Trim(),
            IsSecure(form.Url) || IsSecure(form.GatewayUrl) ? EndpointForm.Blank(form.CaPem) : null,
            form.SignIn,
            form.SignIn == HttpSignInMethod.Certificate ? EndpointForm.Blank(form.ClientCertificate)?.Trim() : null,
            EndpointForm.Blank(form.ClientKey)?.Trim(),
            Names(form.JobClusters) is { Length: > 0 } names ? names : null
        );

    private static string[] Names(string typed) =>
        typed.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsSecure(string url) => url.TrimStart().StartsWith("https", StringComparison.OrdinalIgnoreCase);
}
