using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>
/// Takes entries from a grant, or ends it. On the cluster only those are removed that no other grant holds; one that the portal never wrote
/// down as its own is never touched.
/// </summary>
/// <param name="Act">"read orders".</param>
/// <param name="Acls">What the grant holds no more.</param>
/// <param name="IsEnd">The whole grant ends.</param>
[StoredAs("revoke-access")]
public sealed record RevokeAccess(ResourceRef On, string Principal, string Act, ImmutableArray<Acl> Acls, bool IsEnd)
    : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => IsEnd ? StepEffect.Removes : StepEffect.Keeps;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [.. Acls.Select(acl => new FieldMove(acl.InWords(), "allowed", "removed"))];

    [JsonIgnore]
    public override string Title =>
        IsEnd ? $"Remove the access of {Principal} to {Act}" : $"Narrow {On.Name} by {Acls.Length} ACLs";

    [JsonIgnore]
    public override string Done =>
        IsEnd ? $"{Principal} may no longer {Act} through {On.Name}" : $"{On.Name} narrowed by {Acls.Length} ACLs";
}
