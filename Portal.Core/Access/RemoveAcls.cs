using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>Removes ACLs that no grant holds, exactly these. One that belongs to a grant by then isn't touched.</summary>
[StoredAs("remove-acls")]
public sealed record RemoveAcls(ResourceRef On, string Principal, ImmutableArray<Acl> Acls) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [
            .. Acls.Select(acl => new FieldMove(
                acl.InWords(),
                acl.Permission == AclPermission.Deny ? "denied" : "allowed",
                "removed"
            )),
        ];

    [JsonIgnore]
    public override string Title => $"Remove {Quantity.Of(Acls.Length, "ACL", "ACLs")} of {Principal}";

    [JsonIgnore]
    public override string Done => $"{Quantity.Of(Acls.Length, "ACL", "ACLs")} of {Principal} removed";
}
