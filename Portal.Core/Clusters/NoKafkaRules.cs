namespace Portal.Core.Clusters;

/// <summary>What a draft without Kafka says about one all the same. Whoever gave it counts on it, so it isn't dropped.</summary>
internal static class NoKafkaRules
{
    public static IEnumerable<(string Field, string? Words)> Complaints(ClusterDraft draft)
    {
        (string Field, bool IsGiven)[] all =
        [
            (ClusterField.Addresses, IsGiven(draft.Addresses)),
            (ClusterField.Tls, draft.Tls),
            (ClusterField.CaPem, IsGiven(draft.CaPem)),
            (ClusterField.SaslMechanism, IsGiven(draft.SaslMechanism)),
            (ClusterField.Username, IsGiven(draft.Username)),
            (ClusterField.Password, IsGiven(draft.Password)),
            (ClusterField.AllowUnencryptedPassword, draft.AllowUnencryptedPassword),
            (ClusterField.PasswordListenerAddresses, draft.PasswordListener is not null),
            (ClusterField.CertificateListenerAddresses, draft.CertificateListener is not null),
        ];
        return all.Where(each => each.IsGiven)
            .Select(each =>
                (each.Field, (string?)"Leave this out: the cluster is registered without Kafka, with Flink alone.")
            );
    }

    /// <summary>What a test of such a draft is refused with.</summary>
    public static Refusal Untestable =>
        Refusal.Invalid(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [ClusterField.Kafka] = "Without Kafka nothing is connected to. Its Flink is tested when it is added.",
            }
        );

    private static bool IsGiven(string? typed) => ClusterRegister.Blank(typed) is not null;
}
