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
        var keeps = Keeps(draft, endpoint) && ClusterRegister.Blank(draft.Password) is null;
        if (endpoint is null)
        {
            endpoint = new Endpoint { Kind = draft.Kind, Addresses = "" };
            cluster.Endpoints.Add(endpoint);
        }

        var url = HttpRules.Parse(draft.Url)!;
        (endpoint.Addresses, endpoint.Tls) = (url.AbsoluteUri.TrimEnd('/'), url.Scheme == "https");
        endpoint.Username = ClusterRegister.Blank(draft.Username);
        if (!keeps)
        {
            await ClusterRegister.EraseSecret(db, endpoint.SecretId, now, stop);
            endpoint.SecretId =
                ClusterRegister.Blank(draft.Password) is { } typed && endpoint.Username is not null
                    ? await ClusterRegister.AddSecret(db, seal.Seal(typed), now, stop)
                    : null;
        }
    }

    public static Endpoint? Of(Cluster cluster, EndpointKind kind) => cluster.Endpoints.Find(e => e.Kind == kind);

    // A stored password goes only where it went before: else who may edit could have it sent to a server of theirs.
    public static bool Keeps(HttpDraft draft, Endpoint? known) =>
        known is { SecretId: not null }
        && HttpRules.Parse(draft.Url)?.AbsoluteUri.TrimEnd('/') == known.Addresses
        && ClusterRegister.Blank(draft.Username) == known.Username;

    public static async Task<HttpAccess> Access(PortalDb db, HttpDraft draft, Endpoint? known, CancellationToken stop)
    {
        var url = HttpRules.Parse(draft.Url)!;
        if (ClusterRegister.Blank(draft.Username) is not { } user)
        {
            return new(url);
        }

        ClusterPassword password = ClusterRegister.Blank(draft.Password) is { } typed
            ? new ClusterPassword.Typed(typed)
            : new ClusterPassword.Stored(await ClusterRegister.Secret(db, known?.SecretId, stop));
        return new(url, new(user, password));
    }
}
