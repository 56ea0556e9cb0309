using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>A topic's tier counts in every later risk, and to lower it takes no step on the cluster that somebody would approve.</summary>
public sealed class TierTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Its_own_team_cannot_lower_a_topics_tier()
    {
        await Managed("tier.lowered", Tier.Critical);

        var words = await Refused(await world.Engineer(), Update("tier.lowered", Tier.Standard));

        words.ShouldBe(
            "tier.lowered is critical; a lower tier can mean fewer approvals for whatever comes later, so only Platform can request it. Keep critical, or contact Platform."
        );
    }

    [Fact]
    public async Task Neither_can_it_by_saying_what_the_form_was_filled_from()
    {
        await Managed("tier.based", Tier.Critical);

        var words = await Refused(
            await world.Engineer(),
            Update("tier.based", Tier.Standard, began: Tier.Experimental)
        );

        words.ShouldContain("only Platform");
    }

    [Fact]
    public async Task Nor_by_making_it_again_after_it_was_deleted_by_hand()
    {
        await Managed("tier.again", Tier.Critical);

        var words = await Refused(await world.Engineer(), ChangeWorld.Draft("tier.again"));

        words.ShouldContain("only Platform");
    }

    [Fact]
    public async Task An_edit_from_before_the_tier_was_raised_leaves_it_raised_and_is_taken()
    {
        await Managed("tier.raised", Tier.Critical);
        await Taken(await world.Engineer(), Update("tier.raised", Tier.Standard, began: Tier.Standard));
    }

    [Fact]
    public async Task Its_own_team_may_raise_it()
    {
        await Managed("tier.free", Tier.Experimental);
        await Taken(await world.Engineer(), Update("tier.free", Tier.Critical));
    }

    [Fact]
    public async Task Platform_may_lower_it()
    {
        await Managed("tier.platform", Tier.Critical);
        var platform = await world.Person((m, _) => m.Role == Role.Platform);
        await Taken(platform, Update("tier.platform", Tier.Experimental));
    }

    [Fact]
    public async Task A_form_is_told_so_before_it_is_sent()
    {
        await Managed("tier.forecast", Tier.Critical);
        var forecasts = new Forecasts(
            world.Get<IDbContextFactory<Core.Store.PortalDb>>(),
            TestKinds.All,
            [new TopicPreview(new Pages.HandHealth(), new NoTopicAccess(), world.Get<ITopicJobs>())],
            Options.Create(new RequestOptions()),
            world.Clock
        );

        var forecast = await forecasts.Of(
            await world.Engineer(),
            Update("tier.forecast", Tier.Standard),
            replaces: null,
            Never
        );

        forecast.Problems.Keys.ShouldBe(["resources[0].spec.tier"]);
    }

    private async Task<string> Refused(Caller who, ChangeDraft draft)
    {
        var refused = (await world.Get<ChangeRequests>().Submit(who, draft, Never))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why;
        refused.Fields!.Keys.ShouldBe(["resources[0].spec.tier"]);
        return refused.Fields.Values.Single();
    }

    private async Task Taken(Caller who, ChangeDraft draft) =>
        (await world.Get<ChangeRequests>().Submit(who, draft, Never)).ShouldBeOfType<Outcome<ChangeId>.Done>();

    private static ChangeDraft Update(string topic, Tier tier, Tier? began = null) =>
        ChangeWorld.Draft(topic) with
        {
            Resources =
            [
                new ResourceDraft(
                    TopicKind.Word,
                    ResourceOperation.Update,
                    "main",
                    topic,
                    Spec(tier),
                    Base: began is { } from ? Spec(from) : null
                ),
            ],
        };

    private static TopicSpec Spec(Tier tier) => new(3, 3, TopicSpec.NoConfigs, SeededStructure.Payments, tier);

    private Task Managed(string topic, Tier tier) => world.Manage(TopicKind.Word, topic, Spec(tier));
}
