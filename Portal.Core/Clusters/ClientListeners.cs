namespace Portal.Core.Clusters;

/// <summary>Where the clients of a cluster connect.</summary>
/// <param name="Portal">The listener that the portal uses, for clients that have none of their own.</param>
/// <param name="Password">For clients that sign in with a password (SCRAM); null: the registration names none.</param>
/// <param name="Certificate">For clients that sign in with a certificate (mTLS); null: the registration names none.</param>
public sealed record ClientListeners(ClientListener Portal, ClientListener? Password, ClientListener? Certificate)
{
    /// <summary>The one that was named for these clients; null: none was.</summary>
    public ClientListener? Named(bool byCertificate) => byCertificate ? Certificate : Password;

    /// <summary>The one that was named for these clients, else the portal's own.</summary>
    public ClientListener For(bool byCertificate) => Named(byCertificate) ?? Portal;

    internal static ClientListeners Of(IReadOnlyList<Endpoint> endpoints)
    {
        return new(
            Find(EndpointKind.Kafka)!,
            Find(EndpointKind.PasswordListener),
            Find(EndpointKind.CertificateListener)
        );

        ClientListener? Find(EndpointKind kind) =>
            endpoints.FirstOrDefault(e => e.Kind == kind) is { } known ? ClientListener.Of(known) : null;
    }
}
