using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Topics;

namespace Portal.Tests.Web;

/// <summary>A change that waits for approvals, as its page and the preview beside the list have it.</summary>
internal static class VotedChange
{
    public static ChangeView At(DateTimeOffset now, long id = 1) =>
        new(
            new ChangeRow(
                new ChangeId(id),
                "Grow orders",
                ChangeState.PendingApproval,
                "prod",
                "ada",
                now,
                now,
                null,
                15,
                RiskBand.Low,
                [new(TopicKind.Word, "main", "orders", new ChangeOwner(new TeamId(1), "payments", "Payments"))]
            ),
            1,
            "Peak season.",
            now.AddDays(14),
            [],
            new PlanView(new PlanId(1), 1, "a1b2c3", now, [], [], 0, PlanEvidence.None, 15, RiskBand.Low, []),
            [],
            [],
            [],
            null,
            [],
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
}
