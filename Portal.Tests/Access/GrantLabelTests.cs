using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Access;

/// <summary>Whoever may request access to another team's data doesn't label that team's grants: nobody would approve it.</summary>
public sealed class GrantLabelTests : IAsyncLifetime
{
    private static readonly AccessSpec Granted = AccessWorlds.Reads("orders", "User:app");
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
        await _world.Record(AccessKind.Word, "app", Granted);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_grant_of_another_team_is_not_labelled()
    {
        var labelled = AccessWorlds.Change("app", Granted) with
        {
            Labels = new(new Dictionary<string, string> { ["cost-centre"] = "4711" }),
        };

        (await Ask(SeededStructure.Logistics, labelled))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Words.ShouldContain("members of the owning team");
        (await Ask(SeededStructure.Payments, labelled)).ShouldBeOfType<Outcome<ChangeId>.Done>();
        (
            await Ask(SeededStructure.Logistics, AccessWorlds.Change("app", Granted with { Group = "other-" }))
        ).ShouldBeOfType<Outcome<ChangeId>.Done>("requested, for its owner to decide");
    }

    [Fact]
    public async Task Nor_are_labels_removed_that_its_team_sets_before_the_request_is_applied()
    {
        Labels now = new(new Dictionary<string, string> { ["a"] = "1" });
        Labels later = new(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        await _world.Record(AccessKind.Word, "labelled", Granted with { Labels = now });
        var same = AccessWorlds.Change("labelled", Granted with { Group = "other-" }) with { Labels = now };

        (await Ask(SeededStructure.Logistics, same with { Base = Granted, BaseLabels = later }))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Words.ShouldContain("members of the owning team");
        var asked = (await Ask(SeededStructure.Logistics, same)).ShouldBeOfType<Outcome<ChangeId>.Done>().Value;

        await using var db = await _world.Open();
        var request = (await db.Set<ChangeResource>().SingleAsync(r => r.ChangeId == asked)).Read(TestKinds.All);
        TestKinds.All.WantedOver(request, Granted with { Labels = later })!.Labels.ShouldBe(later);
    }

    [Fact]
    public async Task A_new_grant_has_the_labels_that_it_was_requested_with_also_when_it_is_sent_again()
    {
        Labels labels = new(new Dictionary<string, string> { ["cost-centre"] = "4711" });
        var grant = AccessWorlds.Grant("fresh", AccessWorlds.Reads("orders", "User:fresh")) with { Labels = labels };

        var asked = (await Ask(SeededStructure.Logistics, grant)).ShouldBeOfType<Outcome<ChangeId>.Done>().Value;

        await using var db = await _world.Open();
        var kept = await db.Set<ChangeResource>().SingleAsync(r => r.ChangeId == asked);
        kept.KeepsLabels.ShouldBeFalse();
        kept.Read(TestKinds.All).Wanted!.Labels.ShouldBe(labels);
    }

    private async Task<Outcome<ChangeId>> Ask(string team, ResourceDraft draft) =>
        await _world
            .Get<ChangeRequests>()
            .Submit(
                await _world.Person(Role.Member, team),
                new ChangeDraft("", "For the test.", team, [draft]),
                CancellationToken.None
            );
}
