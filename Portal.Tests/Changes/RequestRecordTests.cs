using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Teams;

namespace Portal.Tests.Changes;

/// <summary>The audit says by itself what was asked for, also before it was mended: it is what is sealed.</summary>
public sealed class RequestRecordTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_request_and_the_mended_one_are_both_kept_whole()
    {
        var id = await world.Submit(ChangeWorld.Draft("record.mended", reason: "Peak season.", partitions: 6));
        var plan = await world.Plan(id, (SeededStructure.Payments, 1));
        await world.Vote(await world.Approver(), id, plan, VoteVerdict.RequestChanges, "Fewer.");
        var mended = ChangeWorld.Draft("record.renamed", reason: "Peak “season”.", partitions: 3);

        (
            await world
                .Get<ChangeRequests>()
                .Resubmit(await world.Engineer(), id, (await world.View(id)).Version, mended, Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Done>();

        var first = await Kept(id, "change.submitted");
        first.GetProperty("title").GetString().ShouldBe("Create record.mended");
        first.GetProperty("reason").GetString().ShouldBe("Peak season.");
        first.GetProperty("resources")[0].GetProperty("owner").GetString().ShouldBe(SeededStructure.Payments);
        Topic(first).ShouldBe(("create", "main", "record.mended", 6));
        var second = await Kept(id, "change.resubmitted");
        second.GetProperty("title").GetString().ShouldBe("Create record.renamed");
        second.GetProperty("reason").GetString().ShouldBe("Peak “season”.");
        Topic(second).ShouldBe(("create", "main", "record.renamed", 3));
    }

    private static (string?, string?, string?, int) Topic(JsonElement kept)
    {
        var asked = kept.GetProperty("resources").EnumerateArray().ShouldHaveSingleItem();
        return (
            asked.GetProperty("operation").GetString(),
            asked.GetProperty("cluster").GetString(),
            asked.GetProperty("name").GetString(),
            asked.GetProperty("wanted").GetProperty("partitions").GetInt32()
        );
    }

    private async Task<JsonElement> Kept(ChangeId id, string kind)
    {
        await using var db = await world.Open();
        var happened = await db.Set<AuditEvent>().SingleAsync(e => e.ChangeId == id && e.Kind == kind);
        return JsonSerializer.Deserialize<JsonElement>(happened.Data.ShouldNotBeNull());
    }
}
