using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Web.Parts;

namespace Portal.Web.Features.Access;

/// <summary>Grants as pages show them beside other kinds.</summary>
public sealed class AccessKindView : IKindView, IKindPlace
{
    public ResourceKind Kind => AccessKind.Word;

    public string Noun => "grant";

    public Place Place => new("Access", Addresses.Access, Glyph.Lock, "x", AtThumb: false);

    public string Address(string cluster, string name) => Addresses.Grant(cluster, name);

    public IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, ResourceEvidence? seen) =>
        AccessPlanLines.Of(step, subject, (AccessEvidence?)seen);

    // What was seen of concern is a check of its own, with its words.
    public RenderFragment Evidence(ResourceEvidence seen, string? cluster) => _ => { };

    public string? More(Step step) =>
        step switch
        {
            GrantAccess grant => string.Join(", ", grant.Added.Select(acl => acl.InWords())),
            RemoveAcls remove => string.Join(", ", remove.Acls.Select(acl => acl.InWords())),
            RevokeAccess revoke => string.Join(", ", revoke.Acls.Select(acl => acl.InWords())),
            _ => null,
        };
}
