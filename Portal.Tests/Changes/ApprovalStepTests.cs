using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Tests.Changes;

/// <summary>Every team approves what it owns of a change, and only that; Platform approves all of it.</summary>
public sealed class ApprovalStepTests
{
    private static readonly TeamId Payments = new(1);
    private static readonly TeamId Logistics = new(2);
    private static readonly TeamId Platform = new(3);

    [Fact]
    public void Each_of_two_owners_gets_a_step_of_its_own_for_its_own_resources() =>
        Steps([new(Payments, "Payments", [0, 2]), new(Logistics, "Logistics", [1])])
            .ShouldBe([
                (1, "Owning team: Payments", Payments, 2, false, "0 2"),
                (2, "Owning team: Logistics", Logistics, 2, false, "1"),
                (3, "Platform", Platform, 1, false, "0 1 2"),
                (4, "Override: readers · orders, undoes · orders", Platform, 1, true, "0 1 2"),
            ]);

    [Fact]
    public void An_only_owner_is_not_named_apart() =>
        Steps([new(Logistics, "Logistics", [0, 1])])
            .ShouldBe([
                (1, "Owning team", Logistics, 2, false, "0 1"),
                (2, "Platform", Platform, 1, false, "0 1"),
                (3, "Override: readers · orders, undoes · orders", Platform, 1, true, "0 1"),
            ]);

    [Fact]
    public void An_override_is_for_the_resources_whose_checks_ask_for_it()
    {
        ResourceRef orders = new(new("topic"), new(1), "orders");
        ResourceRef refunds = new(new("topic"), new(1), "refunds");

        var step = ApprovalSteps
            .StepsFor(
                [],
                SeededStructure.Prod,
                RiskBand.High,
                [new(Payments, "Payments", [0, 1, 2])],
                Platform,
                [
                    new("readers · refunds", CheckVerdict.Unknown, "Nobody answered.", refunds),
                    new("readers · orders", CheckVerdict.Passed, "Nobody reads it.", orders),
                ],
                new Dictionary<ResourceRef, int> { [orders] = 0, [refunds] = 2 }
            )
            .ShouldHaveSingleItem();

        (step.Title, step.IsOverride).ShouldBe(("Override: readers · refunds", true));
        step.Resources.ShouldBe([2]);
    }

    private static IEnumerable<(int Ordinal, string Title, TeamId Team, int Quorum, bool IsOverride, string On)> Steps(
        OwnedResources[] owners
    ) =>
        ApprovalSteps
            .StepsFor(
                // Out of their order, and beside rules that are about something else.
                [
                    Rule(2, "Platform", fromOwner: false, quorum: 1),
                    Rule(1, "Owning team", fromOwner: true, quorum: 2),
                    Rule(1, "Other band", fromOwner: true, quorum: 1, band: RiskBand.Low),
                    Rule(1, "Other environment", fromOwner: true, quorum: 1, environment: SeededStructure.Dev),
                ],
                SeededStructure.Prod,
                RiskBand.High,
                owners,
                Platform,
                [
                    new("readers · orders", CheckVerdict.Unknown, "Nobody answered."),
                    new("keys · orders", CheckVerdict.Noted, "A word."),
                    new("undoes · orders", CheckVerdict.NeedsOverride, "Undoes a change."),
                ],
                new Dictionary<ResourceRef, int>()
            )
            .Select(s => (s.Ordinal, s.Title, s.Team, s.Quorum, s.IsOverride, string.Join(' ', s.Resources)));

    private static ApprovalRule Rule(
        int ordinal,
        string title,
        bool fromOwner,
        int quorum,
        RiskBand band = RiskBand.High,
        string environment = SeededStructure.Prod
    ) =>
        new()
        {
            Environment = environment,
            RiskBand = band,
            Ordinal = ordinal,
            Title = title,
            FromOwner = fromOwner,
            Quorum = quorum,
        };
}
