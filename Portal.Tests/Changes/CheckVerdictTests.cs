using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>What could not be checked is no pass: it takes an override, and one that is given for it isn't given for worse.</summary>
public sealed class CheckVerdictTests
{
    private static readonly TeamId Owner = new(1);
    private static readonly TeamId Platform = new(2);

    [Fact]
    public void Unknown_is_worse_than_noted_and_better_than_what_is_known_to_need_an_override() =>
        new[]
        {
            CheckVerdict.Blocked,
            CheckVerdict.Unknown,
            CheckVerdict.Passed,
            CheckVerdict.NeedsOverride,
            CheckVerdict.Noted,
        }
            .Order()
            .ShouldBe([
                CheckVerdict.Passed,
                CheckVerdict.Noted,
                CheckVerdict.Unknown,
                CheckVerdict.NeedsOverride,
                CheckVerdict.Blocked,
            ]);

    [Theory]
    [InlineData(CheckVerdict.Passed, false)]
    [InlineData(CheckVerdict.Noted, false)]
    [InlineData(CheckVerdict.Unknown, true)]
    [InlineData(CheckVerdict.NeedsOverride, true)]
    [InlineData(CheckVerdict.Blocked, false)] // Sent back; nobody can override it.
    public void Unknown_takes_an_override_of_Platform_as_needing_one_does(CheckVerdict verdict, bool asks)
    {
        var steps = ApprovalSteps.StepsFor(
            [],
            SeededStructure.Dev,
            RiskBand.Low,
            [new OwnedResources(Owner, "Payments", [0])],
            Platform,
            [Finding(verdict)],
            new Dictionary<ResourceRef, int>()
        );

        if (asks)
        {
            var step = steps.ShouldHaveSingleItem();
            (step.Title, step.Team, step.Quorum, step.IsOverride).ShouldBe(("Override: readers", Platform, 1, true));
        }
        else
        {
            steps.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(CheckVerdict.Passed, CheckVerdict.Unknown, true)]
    [InlineData(CheckVerdict.Noted, CheckVerdict.Unknown, true)]
    [InlineData(CheckVerdict.Unknown, CheckVerdict.Unknown, false)]
    [InlineData(CheckVerdict.Unknown, CheckVerdict.NeedsOverride, true)]
    [InlineData(CheckVerdict.NeedsOverride, CheckVerdict.Unknown, false)]
    [InlineData(CheckVerdict.Passed, CheckVerdict.Noted, false)]
    public void An_approved_plan_is_stale_only_where_a_check_became_worse_than_what_was_approved(
        CheckVerdict approved,
        CheckVerdict now,
        bool isStale
    )
    {
        var words = EvidenceDifference.InWords(TestKinds.All, Approved(), [Stored(approved)], Judged(now), default);

        words.ShouldBe(isStale ? "Since it was approved: Who reads it." : null);
    }

    private static Finding Finding(CheckVerdict verdict) => new("readers", verdict, "Who reads it.");

    private static CheckResult Stored(CheckVerdict verdict) =>
        new()
        {
            PlanId = new(1),
            Name = "readers",
            Verdict = verdict,
            Words = "Then.",
            SeenAt = default,
        };

    private static Plan Approved()
    {
        var canonical = CanonicalForm.Write(new PlanBody(ImmutableArray<Step>.Empty, []));
        return new()
        {
            ChangeId = new(1),
            Number = 1,
            Hash = CanonicalForm.Hash(canonical),
            FormVersion = CanonicalForm.Version,
            Canonical = canonical,
            EvidenceJson = CanonicalForm.Write(PlanEvidence.None),
            RiskScore = 0,
            RiskBand = RiskBand.Low,
            RiskReasons = [],
            MadeAt = default,
        };
    }

    private static PlanProposal.Ready Judged(CheckVerdict verdict) =>
        new(new PlanBody([], []), PlanEvidence.None, new(0, RiskBand.Low, []), [Finding(verdict)], []);
}
