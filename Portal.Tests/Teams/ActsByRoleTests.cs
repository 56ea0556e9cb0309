using Portal.Core.People.Permissions;
using Portal.Core.Teams;

namespace Portal.Tests.Teams;

/// <summary>What each role is said to allow.</summary>
public sealed class ActsByRoleTests
{
    private static readonly IReadOnlyList<ActByRole> All = [.. ActsByRole.InTeam, .. ActsByRole.Everywhere];

    [Fact]
    public void Every_act_that_is_explained_of_a_person_is_listed_with_somebody_who_may()
    {
        All.Count.ShouldBe(
            ExplainedActs.In(new() { Name = "team", Title = "" }).Count + ExplainedActs.Everywhere.Count
        );
        All.ShouldAllBe(act => !act.NeedsRole || act.Roles.Count > 0);
    }

    [Theory]
    [InlineData("Approve changes that others requested", Role.Approver)]
    [InlineData("Decide how a stuck change goes on", Role.OnCall, Role.Platform)]
    [InlineData("Register and edit clusters", Role.Platform)]
    [InlineData("Read the audit log", Role.Platform, Role.Auditor)]
    public void An_act_has_the_roles_that_allow_it(string act, params Role[] roles) =>
        All.Single(each => each.Act == act).Roles.ShouldBe(roles);

    [Fact]
    public void What_everybody_may_needs_no_role() =>
        All.Single(each => each.Act.StartsWith("Look at everything", StringComparison.Ordinal))
            .NeedsRole.ShouldBeFalse();
}
