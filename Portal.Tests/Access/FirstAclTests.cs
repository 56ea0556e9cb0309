using Portal.Core.Access;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>Brokers may allow everyone while a resource has no ACL, and don't answer whether they do: the first ACL then refuses the others, the last that goes opens it.</summary>
public sealed class FirstAclTests : IAsyncLifetime
{
    private const string App = "User:app";
    private const string First = "first ACL";
    private const string Last = "last ACL";
    private static readonly Acl Legacy = new(
        "User:legacy",
        AclOperation.Read,
        AclResource.Topic,
        AclPattern.Literal,
        "orders"
    );
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_first_ACL_on_a_name_is_noted_with_what_it_may_do_to_everybody_else()
    {
        var view = await Planned(Grant("app-reads", Reads("orders", App)));

        Check(view, First)
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(
                check => check.Verdict.ShouldBe(CheckVerdict.Noted),
                check =>
                    check.Words.ShouldBe(
                        "It is the first ACL on topic orders; groups that begin with app-. Where brokers allow everyone while a resource has no ACL (allow.everyone.if.no.acl.found), everybody else is refused from then on, until the last ACL is removed."
                    )
            );
        Reasons(view).ShouldNotContain(words => words.StartsWith("Clients of others", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AclPattern.Literal, "orders")]
    [InlineData(AclPattern.Prefixed, "ord")]
    [InlineData(AclPattern.Literal, Acl.Any)]
    public async Task One_on_a_name_that_another_counts_for_is_not_the_first(AclPattern pattern, string name)
    {
        await There(
            Legacy with
            {
                Pattern = pattern,
                Name = name,
            },
            Legacy with
            {
                Resource = AclResource.Group,
                Name = Acl.Any,
            }
        );
        _world.Readers.Readers = [new("mail", 1, null, HasGap: false)];

        var view = await Planned(Grant("app-reads", Reads("orders", App)));

        Check(view, First).ShouldBeNull();
        Reasons(view).ShouldNotContain(words => words.StartsWith("Clients of others", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mail", null, true)]
    [InlineData("app-mail", null, false)]
    [InlineData(null, 3.5, true)]
    [InlineData(null, 0.0, false)]
    public async Task That_others_are_seen_to_use_the_topic_raises_the_risk(string? group, double? written, bool isRisk)
    {
        _world.Readers.Readers = group is null ? [] : [new(group, 1, null, HasGap: false)];
        _world.Readers.WrittenPerSecond = written;

        var view = await Planned(Grant("app-reads", Reads("orders", App)));

        Reasons(view)
            .Contains(
                "Clients of others may fail: no ACL allows them orders, which they use, and this is the first.",
                StringComparer.Ordinal
            )
            .ShouldBe(isRisk);
    }

    [Fact]
    public async Task Of_a_prefix_s_many_topics_the_last_is_looked_at_as_well()
    {
        for (var i = 0; i <= AccessEvidence.TopicsNamed; i++)
        {
            await _world.Manage($"shop.{i:00}");
        }

        _world.Readers.Readers = [new("mail", 1, null, HasGap: false)];
        _world.Readers.IsRead = topic => topic == $"shop.{AccessEvidence.TopicsNamed:00}";

        var view = await Planned(Grant("app-reads", Reads("shop.", App) with { Pattern = AclPattern.Prefixed }));

        Reasons(view)
            .ShouldContain(
                "Clients of others may fail: no ACL allows them shop.20, which they use, and this is the first."
            );
    }

    [Fact]
    public async Task The_removal_of_the_last_ACL_on_a_name_is_noted_and_of_no_other()
    {
        var describe = Legacy with { Operation = AclOperation.Describe };
        await There(Legacy, describe);

        Check(await Planned(AclRemoval.Draft("dev", [Legacy])), Last).ShouldBeNull();
        Check(await Planned(AclRemoval.Draft("dev", [Legacy, describe])), Last)
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(
                check => check.Verdict.ShouldBe(CheckVerdict.Noted),
                check =>
                    check.Words.ShouldBe(
                        "It removes the last ACL on topic orders. Where brokers allow everyone while a resource has no ACL (allow.everyone.if.no.acl.found), everybody is allowed from then on."
                    )
            );
    }

    [Fact]
    public async Task The_end_of_the_only_grant_is_noted_unless_the_same_change_grants_again()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));

        Check(await Planned(End("app-reads"), Grant("again", Reads("orders", App))), Last).ShouldBeNull();
        Check(await Planned(End("app-reads")), Last)
            .ShouldNotBeNull()
            .Words.ShouldStartWith("It removes the last ACL on topic orders; groups that begin with app-.");
    }

    private async Task<ChangeView> Planned(params ResourceDraft[] drafts)
    {
        var id = await _world.Ask(drafts);
        await _world.PlanAll();
        return await _world.View(id);
    }

    private static CheckResult? Check(ChangeView view, string name) =>
        view.Checks.SingleOrDefault(check => check.Name.StartsWith(name, StringComparison.Ordinal));

    private static List<string> Reasons(ChangeView view) =>
        [.. view.Plan.ShouldNotBeNull().RiskReasons.Select(reason => reason.Words)];

    private async Task There(params Acl[] acls) =>
        await (await _world.Acls()).Create(acls, Soon, CancellationToken.None);
}
