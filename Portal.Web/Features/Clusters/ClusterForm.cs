using Portal.Core.Clusters;

namespace Portal.Web.Features.Clusters;

/// <summary>What is typed into the registration form. The password is held while the form is open and shown to nobody.</summary>
public sealed class ClusterForm
{
    public string Name { get; set; } = "";
    public string Environment { get; set; } = "";
    public string Region { get; set; } = "";

    /// <summary>False: Flink alone. What is typed about Kafka doesn't count then.</summary>
    public bool HasKafka { get; set; } = true;
    public string Addresses { get; set; } = "";
    public bool Tls { get; set; }
    public string CaPem { get; set; } = "";
    public string SaslMechanism { get; set; } = "";
    public string Username { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>Asked for each time: whoever edits confirms it anew.</summary>
    public bool AllowUnencryptedPassword { get; set; }

    /// <summary>Of clients with a password; empty: they connect where the portal does.</summary>
    public ListenerForm PasswordListener { get; init; } = new();

    /// <summary>Of clients with a certificate, always by TLS.</summary>
    public ListenerForm CertificateListener { get; init; } = new();

    public static ClusterForm Of(Cluster cluster)
    {
        var draft = ClusterDraft.Of(cluster);
        return new ClusterForm
        {
            Name = draft.Name,
            Environment = draft.Environment,
            Region = draft.Region,
            HasKafka = draft.HasKafka,
            Addresses = draft.Addresses,
            Tls = draft.Tls,
            CaPem = draft.CaPem ?? "",
            SaslMechanism = draft.SaslMechanism ?? "",
            Username = draft.Username ?? "",
            PasswordListener = ListenerForm.Of(draft.PasswordListener),
            CertificateListener = ListenerForm.Of(draft.CertificateListener),
        };
    }

    public ClusterDraft ToDraft() =>
        HasKafka ? WithKafka() : new(Name.Trim(), Environment, Region, "", HasKafka: false);

    private ClusterDraft WithKafka() =>
        new(
            Name.Trim(),
            Environment,
            Region,
            Addresses.ReplaceLineEndings(",").Trim(),
            Tls,
            Tls ? Blank(CaPem) : null,
            Blank(SaslMechanism),
            SaslMechanism.Length == 0 ? null : Blank(Username),
            Blank(Password),
            AllowUnencryptedPassword,
            PasswordListener.ToListener(PasswordListener.Tls),
            CertificateListener.ToListener(tls: true)
        );

    private static string? Blank(string typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;
}
