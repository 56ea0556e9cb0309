namespace Portal.Core.Clusters;

/// <summary>A listener of a cluster's brokers that clients connect to. The portal itself doesn't.</summary>
/// <param name="Addresses">host:port, several by commas.</param>
/// <param name="CaPem">Who signed the brokers' certificates; null: what the client's machine trusts.</param>
public sealed record ClientListener(string Addresses, bool Tls, string? CaPem = null)
{
    /// <summary>Null where the registration doesn't name one.</summary>
    public static ClientListener? Of(Cluster cluster, EndpointKind kind) =>
        HttpEntry.Of(cluster, kind) is { } known ? Of(known) : null;

    internal static ClientListener Of(Endpoint known) => new(known.Addresses, known.Tls, known.CaPem);
}
