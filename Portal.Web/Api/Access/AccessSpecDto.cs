using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Portal.Core.Access;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Access;

/// <summary>What is wanted of a grant of access to topics. It belongs to the owner of the topics, who approves it.</summary>
public sealed record AccessSpecDto(
    [property: Description("Who signs in: `User:billing`."), Length(1, 250)] string Principal,
    AccessMode Mode,
    [property:
        Description("A topic's name, or how names begin; `*` with the pattern literal is every topic."),
        Length(1, 249)
    ]
        string Topic,
    AclPattern Pattern = AclPattern.Literal,
    [property: Description("To read: how the names of its consumer groups begin."), MaxLength(250)]
        string? Group = null,
    [property: Description("To write in transactions: how its transactional ids begin."), MaxLength(250)]
        string? TransactionalId = null,
    [property: Description(
        "When it is removed by itself. Left out for a new grant: after the default time; for one that is there: as it is."
    )]
        DateTimeOffset? Expires = null,
    [property: Description("It has no end. In production that needs an override.")] bool NeverExpires = false,
    [property: MaxLength(2_000)] string Description = "",
    [property:
        Description(
            "ACLs that no grant holds, to be removed, exactly these; nothing is granted then. Only with the operation create. Principal, topic and pattern are those of the ACLs; the topic is `*`, literal, where they aren't all on one topic or prefix."
        ),
        Length(1, AclRemoval.MostAtOnce)
    ]
        IReadOnlyList<AclDto>? Removes = null
) : ISpecDto<AccessSpec>
{
    public static AccessSpecDto Of(AccessSpec spec) =>
        new(
            spec.Principal,
            spec.Mode,
            spec.Topic,
            spec.Pattern,
            spec.Group,
            spec.TransactionalId,
            spec.Expires,
            spec.NeverExpires,
            spec.Description,
            spec.IsRemoval ? [.. spec.Removes.Select(AclDto.Of)] : null
        );

    public AccessSpec ToSpec(string owner) =>
        new(
            Principal,
            Mode,
            Topic,
            Pattern,
            Group,
            TransactionalId,
            Expires?.ToUniversalTime(),
            NeverExpires,
            owner,
            Description
        )
        {
            Removes = Removes is null ? default : Named(Removes),
        };

    // What names none must not be read as a grant.
    private static ImmutableArray<Acl> Named(IReadOnlyList<AclDto> removes)
    {
        if (removes.Count == 0)
        {
            throw new JsonException("Name the ACLs to remove, or leave removes out.");
        }

        return [.. removes.Select(acl => acl?.ToAcl() ?? throw new JsonException("An ACL is null; leave it out."))];
    }
}
