using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
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
