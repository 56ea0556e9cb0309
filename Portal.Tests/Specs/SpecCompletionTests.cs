using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Evaluation;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.Specs;

/// <summary>What a file leaves open, or goes on naming when it is over, is as its kind fills it in: to apply it again requests nothing.</summary>
public sealed class SpecCompletionTests(WorkedWeb web) : IClassFixture<WorkedWeb>
{
    [Fact]
    public async Task A_file_that_names_an_end_that_is_over_is_unchanged()
    {
        await web.World.Record(ServiceAccountKind.Word, "specs-rotated", Rotated.WithoutFormer);

        var plan = await web.Specs("plan", Account("specs-rotated"), "ada");

        plan.GetProperty("unchanged").GetInt32().ShouldBe(1, plan.GetRawText());
        plan.Count("changes").ShouldBe(0);
    }

    [Fact]
    public async Task An_end_that_is_over_is_not_requested_along_with_what_differs()
    {
        await web.World.Record(ServiceAccountKind.Word, "specs-described", Rotated.WithoutFormer);

        var applied = await web.Specs("apply", Account("specs-described", "Bills customers"), "ada");

        applied.Count("changes").ShouldBe(1, applied.GetRawText());
        await using var db = await web.World.Open();
        var requested = await db.Set<ChangeResource>().AsNoTracking().SingleAsync(r => r.Name == "specs-described");
        var wanted = requested.Read(TestKinds.All).Wanted.ShouldBeOfType<ServiceAccountSpec>();
        (wanted.Description, wanted.FormerUntil).ShouldBe(("Bills customers", null));
    }

    [Fact]
    public async Task A_grant_without_an_end_is_not_requested_again_while_it_waits()
    {
        await web.World.Manage("specs.granted");
        const string text = """
            apiVersion: portal/v1
            kind: access
            metadata:
              name: specs-granted
              cluster: dev
              owner: logistics
            spec:
              principal: User:lin-app
              mode: read
              topic: specs.granted
              group: lin-app

            """;
        var first = (await web.Specs("apply", text, "lin")).GetProperty("changes")[0].GetProperty("change").GetInt64();
        await web.World.Reaches(new(first), ChangeState.PendingApproval);

        var second = await web.Specs("apply", text, "lin");

        second.Count("changes").ShouldBe(0, second.GetRawText());
        second
            .GetProperty("requested")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("change")
            .GetInt64()
            .ShouldBe(first);
    }

    [Fact]
    public async Task A_grant_that_ended_is_in_no_other_documents_way()
    {
        var text = $"""
            {Grant("specs-ended", Yesterday)}
            ---
            apiVersion: portal/v1
            kind: topic
            metadata:
              name: specs.beside-ended
              cluster: dev
              owner: payments
            spec:
              partitions: 3
              replication: 1
            """;

        var plan = await web.Specs("plan", text, "ada");

        plan.Count("changes").ShouldBe(1, plan.GetRawText());
        plan.GetProperty("changes")[0].Count("resources").ShouldBe(1);
        var note = plan.GetProperty("notes").EnumerateArray().ShouldHaveSingleItem();
        note.GetProperty("on").GetProperty("name").GetString().ShouldBe("specs-ended");
        note.GetProperty("words").GetString().ShouldStartWith("its end is in the past: nothing is requested.");
    }

    [Fact]
    public async Task A_grant_that_is_managed_and_ended_is_named()
    {
        await web.World.Record(AccessKind.Word, "specs-over", Granted(Yesterday));

        var plan = await web.Specs("plan", Grant("specs-over", Yesterday), "ada");

        (plan.GetProperty("unchanged").GetInt32(), plan.Count("changes")).ShouldBe((0, 0), plan.GetRawText());
        Note(plan).ShouldStartWith("it ended.");
    }

    [Fact]
    public async Task A_file_that_names_an_end_that_is_over_leaves_the_one_that_a_grant_has_by_now_and_is_named()
    {
        var until = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await web.World.Record(AccessKind.Word, "specs-extended", Granted(until));

        var plan = await web.Specs("plan", Grant("specs-extended", Yesterday), "ada");
        (plan.GetProperty("unchanged").GetInt32(), plan.Count("changes")).ShouldBe((0, 0), plan.GetRawText());
        const string words =
            "its end in the file is over; the grant's own stays, a later one or none. To end it now, request its removal.";
        Note(plan).ShouldBe(words);
        var applied = await web.Specs("apply", Grant("specs-extended", Yesterday, "Bills"), "ada");
        applied.Count("changes").ShouldBe(1, applied.GetRawText());
        Note(applied).ShouldBe(words, "what is requested beside it has the grant's own end");

        await using var db = await web.World.Open();
        var requested = await db.Set<ChangeResource>().AsNoTracking().SingleAsync(r => r.Name == "specs-extended");
        var wanted = requested.Read(TestKinds.All).Wanted.ShouldBeOfType<AccessSpec>();
        (wanted.Description, wanted.Expires).ShouldBe(("Bills", until));
    }

    [Fact]
    public async Task A_file_that_names_an_end_that_is_over_leaves_a_former_password_that_was_extended_and_is_named()
    {
        var until = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await web.World.Record(ServiceAccountKind.Word, "specs-kept", Rotated with { FormerUntil = until });

        var plan = await web.Specs("plan", Account("specs-kept"), "ada");
        (plan.GetProperty("unchanged").GetInt32(), plan.Count("changes")).ShouldBe((0, 0), plan.GetRawText());
        const string words =
            "formerUntil in the file is over; the service account's own stays. To end it now, leave formerUntil out of the file.";
        Note(plan).ShouldBe(words);
        var applied = await web.Specs("apply", Account("specs-kept", "Bills customers"), "ada");
        applied.Count("changes").ShouldBe(1, applied.GetRawText());
        Note(applied).ShouldBe(words, "what is requested beside it has the account's own end");

        await using var db = await web.World.Open();
        var requested = await db.Set<ChangeResource>().AsNoTracking().SingleAsync(r => r.Name == "specs-kept");
        var wanted = requested.Read(TestKinds.All).Wanted.ShouldBeOfType<ServiceAccountSpec>();
        (wanted.Description, wanted.FormerUntil).ShouldBe(("Bills customers", until));
    }

    private static string? Note(JsonElement answer) =>
        answer.GetProperty("notes").EnumerateArray().ShouldHaveSingleItem().GetProperty("words").GetString();

    private static AccessSpec Granted(DateTimeOffset expires) =>
        new(
            "User:billing",
            AccessMode.Read,
            "specs.extended",
            AclPattern.Literal,
            "billing",
            TransactionalId: null,
            expires,
            NeverExpires: false,
            SeededStructure.Payments
        );

    private static DateTimeOffset Yesterday => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static string Grant(string name, DateTimeOffset expires, string description = "") =>
        $"""
            apiVersion: portal/v1
            kind: access
            metadata:
              name: {name}
              cluster: dev
              owner: payments
            spec:
              principal: User:billing
              mode: read
              topic: specs.extended
              group: billing
              description: '{description}'
              expires: '{expires:O}'
            """;

    private static ServiceAccountSpec Rotated =>
        ServiceAccountWorlds.Beside(TimeProvider.System.GetUtcNow().AddDays(-1));

    private static string Account(string name, string description = "") =>
        $"""
            apiVersion: portal/v1
            kind: service-account
            metadata:
              name: {name}
              cluster: dev
              owner: payments
            spec:
              mechanism: scram-sha256
              rotation: 2
              description: '{description}'
              formerUntil: '{Rotated.FormerUntil:O}'

            """;
}
