using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Parts;

namespace Portal.Web.Features.Access;

/// <summary>A step on a grant as lines of a diff: an ACL each, exactly as it will be on the cluster.</summary>
internal static class AccessPlanLines
{
    public static IEnumerable<PlanLine> Of(Step step, RenderFragment subject, AccessEvidence? seen) =>
        step switch
        {
            GrantAccess grant =>
            [
                .. grant.Added.Select(acl => Added(grant, acl, subject, seen)),
                .. End(grant, subject),
            ],
            RemoveAcls remove => remove.Acls.Select(acl => Gone(acl, subject)),
            RevokeAccess revoke => revoke.Acls.Select(acl => Removed(acl, subject, seen)),
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static PlanLine Added(GrantAccess grant, Acl acl, RenderFragment subject, AccessEvidence? seen)
    {
        var isThere = seen?.Unmanaged.Contains(acl) == true;
        var denied = seen?.Denies.FirstOrDefault(deny => deny.Overrides(acl));
        return new(
            null,
            acl.InWords(),
            subject,
            isThere ? new("allowed", "not managed") : null,
            new("allowed", acl.Principal),
            denied is not null ? $"A DENY wins over it: {denied.Principal}: {denied.InWords()}"
                : isThere ? "Becomes part of this grant, and is removed when it ends"
                : Meaning(acl),
            null,
            denied is not null ? Tone.Bad
                : isThere || acl.Pattern == AclPattern.Prefixed && acl.Resource == AclResource.Topic ? Tone.Warn
                : null,
            isThere ? "none needed" : "removed",
            isThere ? "it was there before"
                : grant.IsNew ? "unless another grant holds it"
                : null
        );
    }

    private static string Meaning(Acl acl) =>
        acl switch
        {
            { Resource: AclResource.Group } => "Consumer groups whose names begin so",
            { Resource: AclResource.TransactionalId } => "Transactional ids that begin so",
            { Resource: AclResource.Topic, Name: Acl.Any } => "Every topic, also those that are created later",
            { Resource: AclResource.Topic, Pattern: AclPattern.Prefixed } =>
                "Every topic whose name begins so, also those that are created later",
            _ => "",
        };

    private static IEnumerable<PlanLine> End(GrantAccess grant, RenderFragment subject) =>
        grant
            .Moves.Where(move => move.Field == "expires")
            .Select(move => new PlanLine(
                null,
                move.Field,
                subject,
                move.Before is { } before ? new(before) : null,
                new(move.After!),
                grant.Expires is null
                    ? "It stays until somebody removes it"
                    : "Removed by the portal within 60\u00A0s of it",
                null,
                grant.Expires is null ? Tone.Warn : null,
                "expiry",
                grant.IsNew ? "the grant is removed" : "as it was before"
            ));

    private static PlanLine Gone(Acl acl, RenderFragment subject)
    {
        var isDeny = acl.Permission == AclPermission.Deny;
        return new(
            null,
            acl.InWords(),
            subject,
            new(isDeny ? "denied" : "allowed", acl.Principal),
            null,
            isDeny
                ? "What it refused is allowed again, where another ACL allows it"
                : "Refused from then on, unless another ACL allows it",
            null,
            Tone.Warn,
            "none",
            "access can be requested",
            UndoIsConcern: true
        );
    }

    private static PlanLine Removed(Acl acl, RenderFragment subject, AccessEvidence? seen)
    {
        var stays = seen?.Shared.Contains(acl) == true;
        return new(
            null,
            acl.InWords(),
            subject,
            new("allowed", acl.Principal),
            stays ? new("allowed", "by another grant") : null,
            stays ? "Another grant holds it, so it stays on the cluster" : "Refused from then on",
            null,
            stays ? null : Tone.Warn,
            "created again"
        );
    }
}
