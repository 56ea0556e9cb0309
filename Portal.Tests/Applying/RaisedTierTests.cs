using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>A topic's tier is raised while another request waits that was sent before and says a lower one.</summary>
public sealed class RaisedTierTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_whole_spec_that_was_approved_before_leaves_it_raised()
    {
        await Manage("raised.approved", Tier.Standard);
        var whole = await _world.Ask(Update("raised.approved", 3, ("segment.bytes", "500000000")));
        await _world.PlanAll();
        await Raise("raised.approved");

        await _world.StartWorker();
        var applied = await _world.Reaches(whole, ChangeState.Applied);

        (await TierOf("raised.approved")).ShouldBe(Tier.Critical);
        applied
            .Timeline.Select(t => t.Words)
            .ShouldContain(
                "raised.approved stays critical: its tier was raised after this was requested with standard."
            );
    }

    [Fact]
    public async Task A_whole_spec_that_is_planned_again_leaves_it_raised_and_needs_no_override()
    {
        await Manage("raised.again", Tier.Standard);
        var whole = await _world.Ask(Update("raised.again", 3, ("segment.bytes", "500000000")));
        await _world.PlanAll();
        await Raise("raised.again");
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        await _world.Get<ChangeStops>().PlanAgain(asker, whole, default);

        await _world.StartWorker();
        await _world.Reaches(whole, ChangeState.Applied);

        (await TierOf("raised.again")).ShouldBe(Tier.Critical);
    }

    [Fact]
    public async Task A_smaller_raise_for_which_there_is_nothing_to_do_leaves_it_raised()
    {
        await Manage("raised.further", Tier.Experimental);
        var further = await _world.Ask(Wish("raised.further", Tier.Critical));
        var smaller = await _world.Ask(
            Wish("raised.further", Tier.Standard) with
            {
                Base = Spec(3, 1) with { Tier = Tier.Experimental },
            }
        );

        await _world.PlanAll();

        await _world.Reaches(further, ChangeState.Applied);
        await _world.Reaches(smaller, ChangeState.Applied);
        (await TierOf("raised.further")).ShouldBe(Tier.Critical);
    }

    [Fact]
    public async Task A_smaller_raise_with_steps_leaves_it_raised_and_undoes_nothing()
    {
        await Manage("raised.steps", Tier.Experimental);
        await _world.Ask(Wish("raised.steps", Tier.Critical));
        var smaller = await _world.Ask(
            Update("raised.steps", 3, ("segment.bytes", "500000000")) with
            {
                Base = Spec(3, 1) with { Tier = Tier.Experimental },
            }
        );

        await _world.StartWorker();
        var applied = await _world.Reaches(smaller, ChangeState.Applied);

        applied.Checks.ShouldNotContain(c => c.Name.StartsWith(OverwrittenEdits.Check, StringComparison.Ordinal));
        (await TierOf("raised.steps")).ShouldBe(Tier.Critical);
    }

    [Fact]
    public async Task Not_even_platform_lowers_a_tier_that_it_did_not_see()
    {
        await Manage("raised.unseen", Tier.Standard);
        await _world.Ask(Wish("raised.unseen", Tier.Critical));
        await AskAsPlatform(Wish("raised.unseen", Tier.Experimental));

        await _world.PlanAll();

        (await TierOf("raised.unseen")).ShouldBe(Tier.Critical);
    }

    [Fact]
    public async Task What_platform_saw_it_lowers_with_nobodys_override()
    {
        await Manage("lowered.alone", Tier.Critical);
        await Manage("lowered.steps", Tier.Critical);
        var alone = await AskAsPlatform(Wish("lowered.alone", Tier.Standard));
        var steps = await AskAsPlatform(Update("lowered.steps", 3, ("segment.bytes", "500000000")));

        await _world.StartWorker();
        await _world.Reaches(alone, ChangeState.Applied);
        await _world.Reaches(steps, ChangeState.Applied);

        (await TierOf("lowered.alone")).ShouldBe(Tier.Standard);
        (await TierOf("lowered.steps")).ShouldBe(Tier.Standard);
    }

    private static ResourceDraft Wish(string topic, Tier tier) =>
        Update(topic, 3) with
        {
            Spec = Spec(3, 1) with { Tier = tier },
        };

    private async Task Raise(string topic)
    {
        var raise = await _world.Ask(Wish(topic, Tier.Critical));
        await _world.PlanAll();
        await _world.Reaches(raise, ChangeState.Applied);
    }

    private async Task<ChangeId> AskAsPlatform(ResourceDraft topic) =>
        (
            await _world
                .Get<ChangeRequests>()
                .Submit(
                    await _world.Person(Role.Platform, Team.PlatformName),
                    new ChangeDraft("", "needed", SeededStructure.Payments, [topic]),
                    default
                )
        )
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;

    private async Task Manage(string topic, Tier tier)
    {
        await _world.Manage(topic);
        await using var db = await _world.Open();
        var managed = db.Set<Resource>().Single(r => r.Name == topic);
        managed.Spec = CoreJson.Write(CoreJson.Read<TopicSpec>(managed.Spec) with { Tier = tier });
        await db.SaveChangesAsync();
    }

    private async Task<Tier> TierOf(string topic)
    {
        await using var db = await _world.Open();
        return CoreJson.Read<TopicSpec>(db.Set<Resource>().Single(r => r.Name == topic).Spec).Tier;
    }
}
