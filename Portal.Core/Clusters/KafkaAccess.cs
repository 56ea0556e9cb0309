using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>How a draft's Kafka is reached: with the password that was typed, or the one that is stored.</summary>
internal static class KafkaAccess
{
    // A stored password goes only where it went before: else who may edit could have it sent to a server of theirs.
    public static bool Keeps(ClusterDraft draft, Endpoint? known) =>
        known is { SecretId: not null }
        && draft.Tls == known.Tls
        && ClusterRegister.Blank(draft.CaPem) == known.CaPem
        && draft.SaslMechanism == known.SaslMechanism
        && draft.Username == known.Username
        && !BootstrapAddress
            .ParseList(draft.Addresses)
            .Addresses.Except(BootstrapAddress.ParseList(known.Addresses).Addresses)
            .Any();

    public static async Task<ClusterAccess> Of(PortalDb db, ClusterDraft draft, Endpoint? known, CancellationToken stop)
    {
        var addresses = BootstrapAddress.ParseList(draft.Addresses).Addresses;
        var ca = ClusterRegister.Blank(draft.CaPem);
        if (draft.SaslMechanism is not { } mechanism)
        {
            return new(addresses, draft.Tls, ca);
        }

        ClusterPassword password = ClusterRegister.Blank(draft.Password) is { } typed
            ? new ClusterPassword.Typed(typed)
            : new ClusterPassword.Stored(await ClusterRegister.Secret(db, known!.SecretId, stop));
        return new(addresses, draft.Tls, ca, new(mechanism, draft.Username!, password));
    }
}
