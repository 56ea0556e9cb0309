using Portal.Core.Health;
using Portal.Web.Features.Kinds;
using Portal.Web.Preferences;

namespace Portal.Web.Features.Requests;

/// <summary>The clusters as a form offers them.</summary>
internal static class RequestClusters
{
    /// <summary>Those of the environment that is looked at come first.</summary>
    public static IReadOnlyList<RequestCluster> Of(IClusterHealth health, Workplace workplace) =>
        [
            .. health
                .Current.Values.OrderBy(cluster => cluster.Environment != workplace.Environment)
                .ThenBy(cluster => cluster.Name, StringComparer.Ordinal)
                .Select(cluster => new RequestCluster(
                    cluster.Name,
                    cluster.Environment,
                    cluster.Brokers.Length == 0 ? null : cluster.Brokers.Length,
                    cluster.HasKafka
                )),
        ];
}
