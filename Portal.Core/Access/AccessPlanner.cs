using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>From a wanted grant and what there is of it to steps. Pure: the same input gives the same steps.</summary>
internal static class AccessPlanner
{
    public static PlannedSteps Plan(ResourceRequest request, AccessSpec? wanted, LiveAccess? live) =>
        (request.Operation, wanted, live) switch
        {
            (not ResourceOperation.Create, { IsRemoval: true }, _) => PlannedSteps.No(
                $"Unmanaged ACLs are removed by a request of their own, and not by one that changes {request.On.Name}."
            ),
            (_, { IsRemoval: true }, null) => PlannedSteps.Of(
                new RemoveAcls(request.On, wanted.Principal, [.. wanted.Removes.Order()])
            ),
            (not ResourceOperation.Delete, _, { DroppedIn: { } review }) => PlannedSteps.No(
                $"{live.Name} was dropped in access review {review} and is being removed. Request a new grant once it is gone."
            ),
            (ResourceOperation.Create, not null, not null) => PlannedSteps.No(
                $"There is a grant named {live.Name} already. Request an update instead, or choose another name."
            ),
            (ResourceOperation.Delete, _, null) => PlannedSteps.Of(),
            (ResourceOperation.Delete, _, not null) => PlannedSteps.Of(End(request.On, live)),
            (_, not null, { IsOrphan: true }) => PlannedSteps.No(
                $"{wanted.Topic} isn't the topic any more that {live.Name} was granted on: that one was deleted. The grant is being removed; request a new one for the topic that has the name now."
            ),
            (_, not null, { IsOfDeletedAccount: true }) => PlannedSteps.No(
                $"The account of {live.Name}, {wanted.Principal}, was deleted, and the grant is being removed. Request a new one once it is gone."
            ),
            (ResourceOperation.Update, not null, null) => PlannedSteps.No(
                $"{request.On.Name} isn't in force any more, so there is nothing to change. Request a new grant."
            ),
            (_, not null, null) => PlannedSteps.Of(New(request.On, wanted)),
            (_, not null, not null) when IsAnother(wanted, live) => PlannedSteps.No(
                $"A grant stays with its principal and its topics: whoever owns other topics is to approve them. Request a new grant, and remove {live.Name} if it isn't needed any more."
            ),
            (_, not null, not null) => Change(request.On, wanted, live),
            _ => throw new InvalidOperationException($"{request.Operation} of {request.On.Name} has no spec."),
        };

    private static bool IsAnother(AccessSpec wanted, LiveAccess live) =>
        live.Held.Any(acl =>
            acl.Principal != wanted.Principal
            || (acl.Resource == AclResource.Topic && (acl.Pattern != wanted.Pattern || acl.Name != wanted.Topic))
        );

    private static GrantAccess New(ResourceRef on, AccessSpec wanted)
    {
        var acls = GrantedAcls.Of(wanted);
        return new(
            on,
            wanted.Principal,
            wanted.Act,
            acls,
            acls,
            TopicOf(wanted),
            TopicId: null,
            Before: null,
            wanted.Expires,
            IsNew: true
        );
    }

    private static PlannedSteps Change(ResourceRef on, AccessSpec wanted, LiveAccess live)
    {
        var acls = GrantedAcls.Of(wanted);
        ImmutableArray<Acl> added = [.. acls.Except(live.Held.Except(live.Missing))];
        ImmutableArray<Acl> left = [.. live.Held.Except(acls)];
        var steps = new List<Step>();
        if (!added.IsEmpty || live.Expires != wanted.Expires)
        {
            var topicId = TopicOf(wanted) is null ? null : live.TopicNow;
            steps.Add(
                new GrantAccess(
                    on,
                    wanted.Principal,
                    wanted.Act,
                    acls,
                    added,
                    TopicOf(wanted),
                    topicId,
                    live.Expires,
                    wanted.Expires,
                    IsNew: false
                )
            );
        }

        if (!left.IsEmpty)
        {
            steps.Add(new RevokeAccess(on, left[0].Principal, wanted.Act, left, IsEnd: false));
        }

        return PlannedSteps.Of(steps);
    }

    private static RevokeAccess End(ResourceRef on, LiveAccess live) =>
        new(on, live.Held is [var first, ..] ? first.Principal : "nobody", Act(live), live.Held, IsEnd: true);

    // What a grant lets its principal do, from its entries: its spec may be gone with its record.
    private static string Act(LiveAccess live) =>
        string.Join(
            ", ",
            live.Held.Where(acl => acl is { Resource: AclResource.Topic, Operation: not AclOperation.Describe })
                .Select(acl => acl.InWords())
        );

    private static string? TopicOf(AccessSpec spec) => spec.IsOneTopic ? spec.Topic : null;
}
