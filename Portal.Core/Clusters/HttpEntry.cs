using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>How an examined draft becomes the row of a cluster's endpoint, and its password a secret.</summary>
internal static class HttpEntry
{
    public static async Task Write(
        PortalDb db,
        Cluster cluster,
        HttpDraft draft,
        ISecretSeal seal,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var endpoint = Of(cluster, draft.Kind);
        var keeps = Keeps(draft, endpoint) && draft.Given.Secret is null;
        if (endpoint is null)
        {
            endpoint = new Endpoint { Kind = draft.Kind, Addresses = "" };
            cluster.Endpoints.Add(endpoint);
        }

        (endpoint.Addresses, endpoint.Tls) = (draft.Address!, HttpRules.Parse(draft.Url)!.Scheme == "https");
        (endpoint.Username, endpoint.ClientCertificate) = (draft.Username, draft.Certificate);
        endpoint.CaPem = ClusterRegister.Blank(draft.CaPem);
        endpoint.JobClusters = draft.JobClusters?.ToArray();
        if (!keeps)
        {
            await ClusterRegister.EraseSecret(db, endpoint.SecretId, now, stop);
            endpoint.SecretId = draft.Given.Secret is { } typed
                ? await ClusterRegister.AddSecret(db, seal.Seal(typed), now, stop)
                : null;
        }
    }

    /// <summary>Takes these away from the cluster, where it has them; what they signed in with is erased.</summary>
    public static async Task Drop(
        PortalDb db,
        Cluster cluster,
        IEnumerable<EndpointKind> kinds,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        foreach (var known in kinds.Select(kind => Of(cluster, kind)).OfType<Endpoint>())
        {
            await ClusterRegister.EraseSecret(db, known.SecretId, now, stop);
            db.Remove(known);
        }
    }

    public static Endpoint? Of(Cluster cluster, EndpointKind kind) => cluster.Endpoints.Find(e => e.Kind == kind);

    // A stored secret goes only where it went before, trusting whom it trusted: else who may edit could have it sent to a server of theirs.
    public static bool Keeps(HttpDraft draft, Endpoint? known) =>
        known is { SecretId: not null }
        && draft.Method == known.HttpSignIn
        && draft.Address == known.Addresses
        && draft.Username == known.Username
        && draft.Certificate == known.ClientCertificate
        && ClusterRegister.Blank(draft.CaPem) == known.CaPem;

    public static async Task<HttpAccess> Access(PortalDb db, HttpDraft draft, Endpoint? known, CancellationToken stop)
    {
        var (url, ca) = (HttpRules.Parse(draft.Url)!, ClusterRegister.Blank(draft.CaPem));
        if (draft.Method == HttpSignInMethod.None)
        {
            return new(url, null, ca);
        }

        ClusterPassword secret = draft.Given.Secret is { } typed
            ? new ClusterPassword.Typed(typed)
            : new ClusterPassword.Stored(await ClusterRegister.Secret(db, known?.SecretId, stop));
        return new(url, new(draft.Username, secret, draft.Certificate), ca);
    }

    /// <summary>As it is stored.</summary>
    public static async Task<HttpAccess> Access(PortalDb db, Endpoint known, CancellationToken stop) =>
        new(
            new Uri(known.Addresses),
            known.SecretId is { } secret
                ? new(
                    known.Username,
                    new ClusterPassword.Stored(await ClusterRegister.Secret(db, secret, stop)),
                    known.ClientCertificate
                )
                : null,
            known.CaPem
        );
}
