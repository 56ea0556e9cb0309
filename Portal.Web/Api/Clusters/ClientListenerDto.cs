using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Clusters;

namespace Portal.Web.Api.Clusters;

/// <summary>A listener that clients with a password connect to. The portal doesn't: it isn't tested.</summary>
public sealed record PasswordListenerDto(
    [property: Description("host:port, several by commas."), Length(1, 2_000)] string Addresses,
    [property: Description("True: SASL_SSL; false: SASL_PLAINTEXT.")] bool Tls = false,
    [property:
        Description("Who signed the brokers' certificates, as PEM; left out: what the clients' machines trust."),
        MaxLength(64 * 1024)
    ]
        string? CaPem = null
)
{
    public static PasswordListenerDto? Of(ClientListener? known) =>
        known is null ? null : new(known.Addresses, known.Tls, known.CaPem);

    public ClientListener ToListener() => new(Addresses, Tls, CaPem);
}

/// <summary>A listener that clients with a certificate connect to, by TLS. The portal doesn't: it isn't tested.</summary>
public sealed record CertificateListenerDto(
    [property: Description("host:port, several by commas."), Length(1, 2_000)] string Addresses,
    [property:
        Description("Who signed the brokers' certificates, as PEM; left out: what the clients' machines trust."),
        MaxLength(64 * 1024)
    ]
        string? CaPem = null
)
{
    public static CertificateListenerDto? Of(ClientListener? known) =>
        known is null ? null : new(known.Addresses, known.CaPem);

    public ClientListener ToListener() => new(Addresses, true, CaPem);
}
