using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Access;

/// <summary>Grants as the API speaks them.</summary>
internal sealed class AccessApi : KindApi<AccessSpecDto, AccessSpec, AccessEvidenceDto, AccessEvidence>
{
    public override ResourceKind Kind => AccessKind.Word;

    public override void Map(RouteGroupBuilder v1)
    {
        AccessRoutes.Map(v1);
        AccessReviewRoutes.Map(v1);
    }

    protected override AccessSpecDto Show(AccessSpec spec) => AccessSpecDto.Of(spec);

    protected override AccessEvidenceDto Show(AccessEvidence seen) =>
        new(
            seen.Authorizer,
            [.. seen.Denies.Select(AclDto.Of)],
            [.. seen.Unmanaged.Select(AclDto.Of)],
            [.. seen.Shared.Select(AclDto.Of)],
            seen.Topics,
            seen.TopicCount
        );
}

/// <summary>What surrounded a grant when the plan was computed.</summary>
public sealed record AccessEvidenceDto(
    [property: Description("Whether the cluster enforces ACLs.")] AuthorizerState Authorizer,
    [property: Description("DENY entries that win over what is granted.")] IReadOnlyList<AclDto> Denies,
    [property: Description("Entries that are there already and belong to no grant: they become part of this one.")]
        IReadOnlyList<AclDto> Unmanaged,
    [property: Description("Entries that another grant holds too: they stay on the cluster.")]
        IReadOnlyList<AclDto> Shared,
    [property: Description("Topics it counts for now; the first 20.")] IReadOnlyList<string> Topics,
    int TopicCount
);

/// <summary>One access control entry, in Kafka's terms.</summary>
public sealed record AclDto(
    [property: MaxLength(AclRemoval.LongestName)] string Principal,
    AclPermission Permission,
    AclOperation Operation,
    AclResource Resource,
    [property: Description("`*` with the pattern literal is every one."), MaxLength(AclRemoval.LongestName)]
        string Name,
    AclPattern Pattern,
    [property: Description("`*` is any host."), MaxLength(AclRemoval.LongestName)] string Host
)
{
    public Acl ToAcl() => new(Principal, Operation, Resource, Pattern, Name, Permission, Host);

    public static AclDto Of(Acl acl) =>
        new(acl.Principal, acl.Permission, acl.Operation, acl.Resource, acl.Name, acl.Pattern, acl.Host);
}
