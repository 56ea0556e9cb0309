using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>Who deletes in production, or approves that, has signed in a moment ago: a page that somebody left open isn't enough.</summary>
public sealed class FreshSignInTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_deletion_in_production_needs_a_sign_in_of_the_last_minutes()
    {
        await Managed("main", "signed.old");
        var who = await In(await world.Engineer(), minutes: 16);

        var refused = (
            await world.Get<ChangeRequests>().Submit(who, Deletion("main", "signed.old"), Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();

        refused.Why.Kind.ShouldBe(RefusalKind.SignInAgain);
        refused.Why.Words.ShouldStartWith(
            "Deleting in production needs a sign-in of the last 15\u00A0min; yours is 16\u00A0min old."
        );
        await using var db = await world.Open();
        (await db.Set<Change>().AnyAsync(c => c.Resources.Any(r => r.Name == "signed.old"))).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_taken_from_who_has_just_signed_in_or_has_no_provider_or_acts_by_token()
    {
        var engineer = await world.Engineer();
        foreach (
            var (who, topic) in new[]
            {
                (await In(engineer, minutes: 14), "signed.fresh"),
                (await In(engineer, minutes: null), "signed.embedded"),
                (engineer, "signed.token"),
            }
        )
        {
            await Managed("main", topic);
            (
                await world.Get<ChangeRequests>().Submit(who, Deletion("main", topic), Never)
            ).ShouldBeOfType<Outcome<ChangeId>.Done>();
        }
    }

    [Fact]
    public async Task Elsewhere_and_for_anything_else_no_new_sign_in_is_needed()
    {
        var who = await In(await world.Engineer(), minutes: 600);
        await Managed("local", "signed.dev");

        foreach (var draft in new[] { Deletion("local", "signed.dev"), ChangeWorld.Draft("signed.made") })
        {
            (await world.Get<ChangeRequests>().Submit(who, draft, Never)).ShouldBeOfType<Outcome<ChangeId>.Done>();
        }
    }

    [Fact]
    public async Task Approving_one_needs_it_too_and_refusing_it_does_not()
    {
        await Managed("main", "signed.voted");
        var id = await world.Submit(Deletion("main", "signed.voted"));
        var plan = await world.Plan(id, (SeededStructure.Payments, 2));
        var old = await In(await world.Approver(), minutes: 60);

        (await Cast(old, VoteVerdict.Approve))
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.SignInAgain);
        (await world.View(id)).Votes.ShouldBeEmpty();
        (await Cast(await In(old, minutes: 1), VoteVerdict.Approve)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        (await world.Get<Voting>().Withdraw(old, id, Never)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        (await Cast(old, VoteVerdict.Reject)).ShouldBeOfType<Outcome<ChangeState>.Done>();

        Task<Outcome<ChangeState>> Cast(Caller who, VoteVerdict verdict) =>
            world.Get<Voting>().Cast(who, id, new Ballot(plan.Number, plan.Hash, verdict, "Not now."), Never);
    }

    private static ChangeDraft Deletion(string cluster, string topic) =>
        ChangeWorld.Draft(topic, cluster) with
        {
            Resources = [new ResourceDraft(TopicKind.Word, ResourceOperation.Delete, cluster, topic, null, topic)],
        };

    /// <summary>In a session whose person proved who they are so long ago; null: no provider began it.</summary>
    private async Task<Caller> In(Caller who, int? minutes)
    {
        await using var db = await world.Open();
        return who with { Session = await ProvedSession.Of(db, who.Memberships.First().PersonId, minutes) };
    }

    private Task Managed(string cluster, string topic) =>
        world.Manage(
            TopicKind.Word,
            topic,
            new TopicSpec(3, 3, TopicSpec.NoConfigs, SeededStructure.Payments),
            cluster: cluster
        );
}
