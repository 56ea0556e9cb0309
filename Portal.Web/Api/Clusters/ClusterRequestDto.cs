using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Resources;

namespace Portal.Web.Api.Clusters;

/// <summary>A cluster as it is to be registered, with its Kafka or with Flink alone. No other client setting is taken.</summary>
public sealed record ClusterRequestDto(
    [property: RegularExpression("^[a-z][a-z0-9-]{0,60}$")] string Name,
    string Environment,
    string Region,
    [property: Description("host:port, several by commas; left out where kafka is false."), Length(1, 2_000)]
        string? Addresses = null,
    bool Tls = false,
    [property:
        Description("Who signed the brokers' certificates, as PEM; left out: what the machine trusts."),
        MaxLength(64 * 1024)
    ]
        string? CaPem = null,
    [property: RegularExpression("^(SCRAM-SHA-512|SCRAM-SHA-256|PLAIN)$")] string? SaslMechanism = null,
    [property: MaxLength(1_000)] string? Username = null,
    [property: Description("Write-only. Left out when editing: the one that is kept stays."), MaxLength(1_000)]
        string? Password = null,
    [property: Description(
        "Confirms that PLAIN without TLS sends the password unencrypted; refused without it. The audit log records it."
    )]
        bool AllowUnencryptedPassword = false,
    [property: Description("Where clients with a password (SCRAM) connect; left out or null: where the portal does.")]
        PasswordListenerDto? PasswordListener = null,
    [property: Description("Where clients with a certificate (mTLS) connect; left out or null: where the portal does.")]
        CertificateListenerDto? CertificateListener = null,
    [property: Description(
        "False: it has Flink alone, and all that is about Kafka is left out; nothing is connected to. One that has Kafka keeps it."
    )]
        bool Kafka = true
)
{
    public ClusterDraft ToDraft() =>
        new(
            Name,
            Environment,
            Region,
            Addresses ?? "",
            Tls,
            CaPem,
            SaslMechanism,
            Username,
            Password,
            AllowUnencryptedPassword,
            PasswordListener?.ToListener(),
            CertificateListener?.ToListener(),
            Kafka
        );

    // Whatever prints this doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Name}, {Environment}, {Region}, {Addresses}");
        return true;
    }
}

/// <summary>What a cluster told of itself when it was tried.</summary>
public sealed record ClusterFactsDto(
    string EngineId,
    string? Version,
    string? ControllerKind,
    bool IsLocalEvaluation,
    IReadOnlyList<string> Brokers,
    [property: Description("What the portal will not be allowed to do or see.")]
        IReadOnlyList<string> MissingPermissions,
    [property: Description("What of its permissions couldn't be known, and why.")]
        IReadOnlyList<string> UnknownPermissions,
    [property: Description(
        "What can't be done about access to its data: grants, and the credentials of service accounts."
    )]
        IReadOnlyList<AccessLimitDto> AccessLimits
)
{
    public static ClusterFactsDto Of(ClusterFacts facts) =>
        new(
            facts.EngineId,
            facts.Version,
            facts.ControllerKind,
            facts.IsLocal,
            [.. facts.Brokers.Select(b => b.ToString())],
            facts.MissingPermissions,
            facts.UnknownPermissions,
            [.. facts.AccessLimits.Select(limit => new AccessLimitDto(limit.What, limit.Effect, limit.Remedy))]
        );
}

/// <summary>What the portal can't do about access to a cluster's data.</summary>
public sealed record AccessLimitDto(
    string What,
    [property: Description("What doesn't work because of it.")] string Effect,
    [property: Description("What to do about it.")] string Remedy
);
