using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Web.Parts;

namespace Portal.Web.Features.Changes;

/// <summary>Approval steps with names instead of handles, and "you" where it is you.</summary>
public static class ApprovalLines
{
    public static IReadOnlyList<ApprovalLine> Of(ChangeView view, string me)
    {
        var refusals = view.CurrentVotes.Where(vote => vote.Verdict != VoteVerdict.Approve);
        return
        [
            .. view
                .Approvals.OrderBy(step => step.Ordinal)
                .Select(step => new ApprovalLine(
                    step.IsOverride ? step.Title : ApprovalTitle.Of(step.Title, step.TeamTitle),
                    step.Quorum,
                    [
                        .. step.Approvals.Select(vote => Line(vote, view, me)),
                        .. step.Lapsed.Select(vote => Lapsed(Line(vote, view, me), step)),
                        .. refusals.Where(vote => vote.StepId == step.StepId).Select(vote => Line(vote, view, me)),
                    ],
                    WhoCan(step, view, me),
                    step.IsOverride,
                    ApprovalTitle.For([.. step.Resources.Select(Named)], view.Resources.Count)
                )),
        ];

        string Named(int ordinal)
        {
            var resource = view.Resources.Single(resource => resource.Ordinal == ordinal);
            return DistinctName.Of(resource.On, resource.Cluster, view.Resources.Select(other => other.On));
        }
    }

    /// <summary>"1 of 2" of the votes needed, for the stages.</summary>
    public static string? Tally(ChangeView view)
    {
        var needed = view.Approvals.Sum(step => step.Quorum);
        return view.Row.State == ChangeState.PendingApproval && needed > 1
            ? $"{view.Approvals.Sum(step => Math.Min(step.Approvals.Count, step.Quorum))} of {needed}"
            : null;
    }

    public static string Name(ChangeView view, string handle, string me) =>
        handle == me ? "you" : view.People.GetValueOrDefault(handle, handle);

    private static VoteLine Lapsed(VoteLine vote, ApprovalView step) =>
        vote with
        {
            Counts = false,
            Words =
                $"{vote.Words}, which no longer counts: not an approver of {step.TeamTitle} any more, or without access",
        };

    private static VoteLine Line(Vote vote, ChangeView view, string me) =>
        new(
            vote.Actor.OnBehalfOf is { } approver
                ? $"{Name(view, vote.Actor.Name, me)} for {Name(view, approver, me)}"
                : Name(view, vote.Actor.Name, me),
            vote.Verdict,
            vote.Verdict switch
            {
                VoteVerdict.Approve => $"approved {PlanName.Short(vote.PlanHash)}",
                VoteVerdict.Reject => $"rejected {PlanName.Short(vote.PlanHash)}",
                _ => $"sent {PlanName.Short(vote.PlanHash)} back",
            },
            vote.Comment,
            vote.At
        );

    private static string WhoCan(ApprovalView step, ChangeView view, string me)
    {
        var voted = view.CurrentVotes.SelectMany(vote => vote.Actor.Names).ToHashSet(StringComparer.Ordinal);
        List<string> names =
        [
            .. step
                .CanApprove.Where(handle => !voted.Contains(handle))
                .OrderBy(handle => handle != me)
                .Select(handle => Name(view, handle, me)),
            .. step
                .Delegates.Where(d => !voted.Contains(d.Handle) && !voted.Contains(d.For))
                .Select(d => $"{Name(view, d.Handle, me)} for {Name(view, d.For, me)}"),
        ];
        return names switch
        {
            [] => $"nobody in {step.TeamTitle}",
            [var one] => one,
            [.. var most, var last] => $"{string.Join(", ", most)} or {last}",
        };
    }
}
