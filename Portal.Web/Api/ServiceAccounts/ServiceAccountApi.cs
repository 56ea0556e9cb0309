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

/// <summary>What is wanted of an account that clients sign in to Kafka with. Its password is generated.</summary>
public sealed record ServiceAccountSpecDto(
    CredentialMechanism Mechanism = CredentialMechanism.ScramSha512,
    [property: Description("Which password it has, counted from 1: one more is a new password."), Range(1, 1_000_000)]
        int Rotation = 1,
    [property: MaxLength(2_000)] string Description = ""
) : ISpecDto<ServiceAccountSpec>
{
    public static ServiceAccountSpecDto Of(ServiceAccountSpec spec) =>
        new(spec.Mechanism, spec.Rotation, spec.Description);

    public ServiceAccountSpec ToSpec(string owner) => new(Mechanism, Rotation, owner, Description);
}
