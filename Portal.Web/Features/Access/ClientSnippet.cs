using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.ServiceAccounts;

namespace Portal.Web.Features.Access;

/// <summary>What a snippet is written for.</summary>
/// <param name="Group">A consumer group that the grant allows; null unless it reads.</param>
/// <param name="TransactionalId">One that the grant allows; null unless it writes in transactions.</param>
/// <param name="Mechanism">What its password is by; null: it signs in with a client certificate.</param>
/// <param name="HasAuthority">Who signed the brokers' certificates is known, and in a file beside the client.</param>
public sealed record SnippetOf(
    string Bootstrap,
    bool Tls,
    string User,
    string Topic,
    AccessMode Mode,
    string? Group,
    string? TransactionalId,
    CredentialMechanism? Mechanism,
    bool HasAuthority = false
)
{
    public string Protocol => KafkaProtocol.Of(Tls || Mechanism is null, Mechanism is not null);

    public bool Reads => Mode == AccessMode.Read;

    /// <summary>It changes a topic's settings, and reads and writes nothing.</summary>
    public bool Manages => Mode == AccessMode.Manage;
}

/// <summary>A language that clients are written in.</summary>
/// <param name="Key">In addresses: "java".</param>
public sealed record ClientSnippet(string Key, string Title, Func<SnippetOf, string> Write);
