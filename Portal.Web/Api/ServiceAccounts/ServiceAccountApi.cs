using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.ServiceAccounts;

/// <summary>Service accounts as the API speaks them.</summary>
internal sealed class ServiceAccountApi
    : KindApi<ServiceAccountSpecDto, ServiceAccountSpec, ServiceAccountEvidenceDto, ServiceAccountEvidence>
{
    public override ResourceKind Kind => ServiceAccountKind.Word;

    public override void Map(RouteGroupBuilder v1) => ServiceAccountRoutes.Map(v1);

    protected override ServiceAccountSpecDto Show(ServiceAccountSpec spec) => ServiceAccountSpecDto.Of(spec);

    protected override ServiceAccountEvidenceDto Show(ServiceAccountEvidence seen) => new(seen.Grants);
}

/// <summary>What surrounded an account when the plan was computed.</summary>
public sealed record ServiceAccountEvidenceDto(
    [property: Description("The grants that it still holds.")] IReadOnlyList<string> Grants
);

/// <summary>What is wanted of an account that clients sign in to Kafka with. Its password is generated, unless they sign in with a certificate.</summary>
public sealed record ServiceAccountSpecDto(
    [property: Description("What the password is by; SCRAM-SHA-512 when left out. Null of an account by certificate.")]
        CredentialMechanism? Mechanism = null,
    [property: Description("Which password it has, counted from 1: one more is a new password."), Range(1, 1_000_000)]
        int Rotation = 1,
    [property: MaxLength(2_000)] string Description = "",
    [property: Description(
        "Until when the former password works beside the new one, for a rotation to the other mechanism; null: it ends."
    )]
        DateTimeOffset? FormerUntil = null,
    [property: Description(
        "How clients sign in: by a password (scram) or with a client certificate (tls). By certificate the name is its subject, as Kafka writes it: CN=billing,OU=payments,O=Acme."
    )]
        AccountAuthentication Authentication = AccountAuthentication.Scram
) : ISpecDto<ServiceAccountSpec>
{
    public static ServiceAccountSpecDto Of(ServiceAccountSpec spec) =>
        new(
            spec.IsByCertificate ? null : spec.Mechanism,
            spec.Rotation,
            spec.Description,
            spec.FormerUntil,
            spec.Authentication
        );

    public ServiceAccountSpec ToSpec(string owner) =>
        new(Mechanism ?? default, Rotation, owner, Description, FormerUntil, Authentication);
}
