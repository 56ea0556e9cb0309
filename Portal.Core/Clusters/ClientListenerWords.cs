namespace Portal.Core.Clusters;

/// <summary>Where clients connect, in the words of the audit log: what was set, and what isn't as it was before.</summary>
internal static class ClientListenerWords
{
    /// <param name="before">Null: the cluster is new.</param>
    /// <returns>The words with a sentence for each listener that is another now.</returns>
    public static string After(string words, ClusterDraft? before, Cluster cluster)
    {
        var now = ClusterDraft.Of(cluster);
        string?[] sentences =
        [
            words,
            Sentence("a password", true, before?.PasswordListener, now.PasswordListener),
            Sentence("a certificate", false, before?.CertificateListener, now.CertificateListener),
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string? Sentence(string signIn, bool sasl, ClientListener? before, ClientListener? now) =>
        before == now ? null
        : now is null ? $"Clients with {signIn} connect where the portal does."
        : $"Clients with {signIn} connect to {now.Addresses} by {KafkaProtocol.Of(now.Tls, sasl)}{Authority(before, now)}.";

    private static string Authority(ClientListener? before, ClientListener now) =>
        before?.CaPem == now.CaPem ? ""
        : now.CaPem is null ? ", without a TLS authority of their own"
        : ", with another TLS authority";
}
