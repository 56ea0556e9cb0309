using Portal.Core.Clusters;
using Portal.Core.JobCredentials;
using Endpoint = Portal.Core.Clusters.Endpoint;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>What is typed about the Kafka of jobs. The password is held while the form is open and shown to nobody.</summary>
public sealed class JobKafkaForm
{
    public string Addresses { get; set; } = "";
    public bool Tls { get; set; }
    public string CaPem { get; set; } = "";
    public string SaslMechanism { get; set; } = "";
    public string Username { get; set; } = "";
    public string Password { get; set; } = "";
    public string PasswordReference { get; set; } = "";

    /// <summary>Asked for each time: whoever edits confirms it anew.</summary>
    public bool AllowUnencryptedPassword { get; set; }

    /// <summary>The password would go over the network as it is.</summary>
    public bool SendsPasswordUnencrypted => SaslMechanism == SaslMechanisms.Plain && !Tls;

    /// <param name="known">As it is set now; null when it isn't: as the portal reaches the cluster.</param>
    public static JobKafkaForm Of(Endpoint? known, Endpoint own) =>
        new()
        {
            Addresses = known?.Addresses ?? "",
            Tls = (known ?? own).Tls,
            CaPem = (known ?? own).CaPem ?? "",
            SaslMechanism = (known ?? own).SaslMechanism ?? "",
            Username = known?.Username ?? "",
            PasswordReference = known?.PasswordReference ?? "",
        };

    public JobKafkaDraft ToDraft() =>
        new(
            EndpointForm.Blank(Addresses)?.ReplaceLineEndings(",").Trim(),
            Tls,
            Tls ? EndpointForm.Blank(CaPem) : null,
            EndpointForm.Blank(SaslMechanism),
            SaslMechanism.Length == 0 ? null : EndpointForm.Blank(Username),
            SaslMechanism.Length == 0 ? null : EndpointForm.Blank(Password),
            SaslMechanism.Length == 0 ? null : EndpointForm.Blank(PasswordReference)?.Trim(),
            AllowUnencryptedPassword
        );
}
