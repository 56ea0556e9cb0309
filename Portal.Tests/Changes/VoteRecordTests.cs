using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Teams;

namespace Portal.Tests.Changes;

/// <summary>The audit says by itself who judged which plan, and how: it is what is sealed.</summary>
public sealed class VoteRecordTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    [Fact]
    public async Task A_vote_is_kept_with_the_plans_number_and_hash_and_the_comment()
    {
        var (id, plan) = await Approved("record.cast");

        var kept = await Kept(id, "vote.cast");

        kept.GetProperty("plan").GetInt32().ShouldBe(1);
        kept.GetProperty("hash").GetString().ShouldBe(plan.Hash);
        kept.GetProperty("verdict").GetString().ShouldBe("approve");
        kept.GetProperty("step").GetString().ShouldBe(SeededStructure.Payments);
        kept.GetProperty("comment").GetString().ShouldBe("Looks “right”.");
    }

    [Fact]
    public async Task A_vote_taken_back_is_kept_with_the_plan_it_was_about()
    {
        var (id, plan) = await Approved("record.withdrawn");
        await world.Get<Voting>().Withdraw(await world.Approver(), id, CancellationToken.None);

        var kept = await Kept(id, "vote.withdrawn");

        kept.GetProperty("plan").GetInt32().ShouldBe(1);
        kept.GetProperty("hash").GetString().ShouldBe(plan.Hash);
    }

    private async Task<(ChangeId, Plan)> Approved(string topic)
    {
        var id = await world.Submit(ChangeWorld.Draft(topic));
        var plan = await world.Plan(id, (SeededStructure.Payments, 1));
        await world.Vote(await world.Approver(), id, plan, comment: " Looks “right”. ");
        return (id, plan);
    }

    private async Task<JsonElement> Kept(ChangeId id, string kind)
    {
        await using var db = await world.Open();
        var happened = await db.Set<AuditEvent>().SingleAsync(e => e.ChangeId == id && e.Kind == kind);
        return JsonSerializer.Deserialize<JsonElement>(happened.Data.ShouldNotBeNull());
    }
}
