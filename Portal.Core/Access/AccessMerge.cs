using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>An edit laid over what is there now, and a grant's spec field by field. Pure.</summary>
internal static class AccessMerge
{
    public static AccessSpec Over(AccessSpec now, AccessSpec origin, AccessSpec wanted)
    {
        var keepsEnd = origin.Expires == wanted.Expires && origin.NeverExpires == wanted.NeverExpires;
        return wanted with
        {
            Principal = origin.Principal == wanted.Principal ? now.Principal : wanted.Principal,
            Mode = origin.Mode == wanted.Mode ? now.Mode : wanted.Mode,
            Topic = origin.Topic == wanted.Topic ? now.Topic : wanted.Topic,
            Pattern = origin.Pattern == wanted.Pattern ? now.Pattern : wanted.Pattern,
            Group = origin.Group == wanted.Group ? now.Group : wanted.Group,
            TransactionalId =
                origin.TransactionalId == wanted.TransactionalId ? now.TransactionalId : wanted.TransactionalId,
            Expires = keepsEnd ? now.Expires : wanted.Expires,
            NeverExpires = keepsEnd ? now.NeverExpires : wanted.NeverExpires,
            Description = origin.Description == wanted.Description ? now.Description : wanted.Description,
        };
    }

    public static IReadOnlyList<FieldMove> Between(AccessSpec from, AccessSpec to) =>
        [
            .. new FieldMove[]
            {
                new("description", $"“{from.Description}”", $"“{to.Description}”"),
                new("expires", GrantAccess.Until(from.Expires), GrantAccess.Until(to.Expires)),
                new("group", from.Group, to.Group),
                new("mode", from.Mode.Title(), to.Mode.Title()),
                new("pattern", Acl.Word(from.Pattern), Acl.Word(to.Pattern)),
                new("principal", from.Principal, to.Principal),
                new("topic", from.Topic, to.Topic),
                new("transactionalId", from.TransactionalId, to.TransactionalId),
            }.Where(move => move.Before != move.After),
        ];
}
