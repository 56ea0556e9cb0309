using Portal.Core.Access;
using Portal.Core.ServiceAccounts;

namespace Portal.Web.Features.Access;

/// <summary>What a snippet is written for.</summary>
/// <param name="Group">A consumer group that the grant allows; null unless it reads.</param>
/// <param name="TransactionalId">One that the grant allows; null unless it writes in transactions.</param>
public sealed record SnippetOf(
    string Bootstrap,
    bool Tls,
    string User,
    string Topic,
    AccessMode Mode,
    string? Group,
    string? TransactionalId,
    CredentialMechanism Mechanism
)
{
    public string Protocol => Tls ? "SASL_SSL" : "SASL_PLAINTEXT";

    public bool Reads => Mode is AccessMode.Read or AccessMode.Manage;
}

/// <summary>A language that clients are written in.</summary>
/// <param name="Key">In addresses: "java".</param>
public sealed record ClientSnippet(string Key, string Title, Func<SnippetOf, string> Write);
