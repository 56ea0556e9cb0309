using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Specs;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Features.Requests;
using static Portal.Tests.Specs.SpecText;

namespace Portal.Tests.Specs;

/// <summary>What depends on a change that waits for approval is sent back, and applied once that is.</summary>
public sealed class SpecOrderTests(SpecOrderTests.ThreeAtMostWorked web)
    : IClassFixture<SpecOrderTests.ThreeAtMostWorked>
{
    [Fact]
    public async Task A_change_that_is_planned_before_the_one_it_depends_on_is_sent_back_and_can_be_sent_again()
    {
        await web.World.Manage("ordered", 3);
        var text =
            Document("topic", "ordered", "partitions: 6\n  replication: 1")
            + Schema("ordered-value")
            + Schema("second", "ordered-value")
            + Schema("third", "second")
            + Schema("fourth", "third");

        var applied = (await web.Specs("apply", text, "ada")).GetProperty("changes");
        var (first, later) = (Id(applied[0]), Id(applied[1]));
        applied[1].GetProperty("after")[0].GetInt64().ShouldBe(first.Value);
        await web.World.Reaches(first, ChangeState.PendingApproval);
        (await web.World.Reaches(later, ChangeState.ChangesRequested)).Row.StatusMessage.ShouldBe(
            "third refers to version 1 of second, which isn't in the registry. Register it first, or in this request."
        );

        await web.World.Approve(first);
        await web.World.Reaches(first, ChangeState.Applied);
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.Resubmission(later), CancellationToken.None);
        (await model.Send()).ShouldBe(later);

        await web.World.Reaches(later, ChangeState.Applied);
        (await web.Specs("plan", text, "ada")).GetProperty("unchanged").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task What_depends_on_a_change_that_is_open_already_comes_after_it()
    {
        await web.World.Manage("open", 3);
        var open = Document("topic", "open", "partitions: 6\n  replication: 1") + Schema("open-value");
        var first = Id((await web.Specs("apply", open, "ada")).GetProperty("changes")[0]);
        await web.World.Reaches(first, ChangeState.PendingApproval);
        await web.World.Manage("beside.it", 3);
        var text =
            open
            + Schema("builds-on-it", "open-value")
            + Document("topic", "beside.it", "partitions: 3\n  replication: 1\n  description: Beside it.");

        var planned = (await web.Specs("plan", text, "ada")).GetProperty("changes");
        planned.EnumerateArray().Select(change => change.Count("afterChanges")).ShouldBe([0, 1]);
        var applied = (await web.Specs("apply", text, "ada")).GetProperty("changes");

        applied[0].Count("after").ShouldBe(0, "it stands alone");
        applied[1].GetProperty("after")[0].GetInt64().ShouldBe(first.Value);
    }

    [Fact]
    public async Task What_depends_on_what_another_apply_requested_in_the_same_moment_comes_after_it()
    {
        await web.World.Manage("raced", 3);
        var first =
            Document("topic", "raced", "partitions: 6\n  replication: 1")
            + Schema("raced-value")
            + Schema("raced-second", "raced-value");
        var text = first + Schema("raced-third", "raced-second") + Schema("raced-fourth", "raced-third");

        Task<JsonElement> one;
        Task<JsonElement> other;
        await using (var held = await web.World.Open())
        {
            // Both have compared, and submit in this order.
            await using var transaction = await held.Database.BeginTransactionAsync();
            await held.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({SpecSubmission.AdvisoryLock})");
            one = web.Specs("apply", first, "ada");
            await Deadline.Until(async () => await Waiting(held) == 1);
            other = web.Specs("apply", text, "ada");
            await Deadline.Until(async () => await Waiting(held) == 2);
        }

        var before = Id((await one).GetProperty("changes")[0]);
        var answer = await other;
        answer.Count("requested").ShouldBe(3);
        var change = answer.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("after").EnumerateArray().ShouldHaveSingleItem().GetInt64().ShouldBe(before.Value);
    }

    [Fact]
    public async Task A_topic_that_is_there_does_not_wait_for_the_open_change_of_its_schema()
    {
        await web.World.Manage("edited", 3);
        var schema = Schema("edited-value");
        var open = Document("topic", "edited", "partitions: 6\n  replication: 1") + schema;
        var first = Id((await web.Specs("apply", open, "ada")).GetProperty("changes")[0]);
        await web.World.Reaches(first, ChangeState.PendingApproval);

        var plan = await web.Specs(
            "plan",
            Document("topic", "edited", "partitions: 12\n  replication: 1") + schema,
            "ada"
        );

        plan.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().Count("afterChanges").ShouldBe(0);
        plan.GetProperty("otherwise")[0].GetProperty("change").GetInt64().ShouldBe(first.Value);
    }

    private static Task<int> Waiting(PortalDb db) =>
        db
            .Database.SqlQuery<int>(
                $"select count(*)::int as \"Value\" from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())"
            )
            .SingleAsync();

    private static ChangeId Id(JsonElement change) => new(change.GetProperty("change").GetInt64());

    public sealed class ThreeAtMostWorked : IdleWeb
    {
        protected override Dictionary<string, string?> Settings =>
            new(StringComparer.Ordinal) { ["Portal:Requests:MostResources"] = "3" };

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await World.StartWorker();
        }
    }
}
