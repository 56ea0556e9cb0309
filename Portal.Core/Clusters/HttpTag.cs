namespace Portal.Core.Clusters;

/// <summary>Tells two states of a cluster's endpoints apart: how they are registered, not how they are.</summary>
public static class HttpTag
{
    /// <param name="kinds">Those that are set together.</param>
    public static string Of(Cluster cluster, IEnumerable<EndpointKind> kinds) =>
        ClusterTag.Of(
            CoreJson.Write(
                kinds
                    .Select(kind => HttpEntry.Of(cluster, kind))
                    .OfType<Endpoint>()
                    .Select(known => new
                    {
                        known.Kind,
                        known.Addresses,
                        known.Username,
                        known.SecretId,
                        known.ClientCertificate,
                        known.CaPem,
                        known.Tls,
                        known.SaslMechanism,
                        known.PasswordReference,
                        known.JobClusters,
                    })
            )
        );
}
