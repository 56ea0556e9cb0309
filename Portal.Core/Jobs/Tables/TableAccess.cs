using Portal.Core.Clusters;

namespace Portal.Core.Jobs.Tables;

/// <summary>Where a job's tables reach a cluster: what is registered for its jobs, else the portal's own way as long as nobody signs in there.</summary>
internal static class TableAccess
{
    /// <summary>Null: there is no Kafka, or a sign-in is needed, and none is registered for jobs.</summary>
    public static Endpoint? Kafka(Cluster at) =>
        HttpEntry.Of(at, EndpointKind.JobKafka) ?? (at.Kafka is { SaslMechanism: null } open ? open : null);

    /// <summary>Null: there is no registry, or a sign-in is needed and none is registered for jobs.</summary>
    public static Endpoint? Registry(Cluster at) =>
        HttpEntry.Of(at, EndpointKind.Registry) switch
        {
            null => null,
            { HttpSignIn: HttpSignInMethod.None } open => HttpEntry.Of(at, EndpointKind.JobRegistry) ?? open,
            _ => HttpEntry.Of(at, EndpointKind.JobRegistry),
        };
}
