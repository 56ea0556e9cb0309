using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Tests.Changes;

/// <summary>A topic that was deleted by hand is still its team's: nobody else gets it by making it again.</summary>
public sealed class OwnershipTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Another_team_cannot_create_what_is_managed_for_somebody_else()
    {
        await Managed("owned.theirs", SeededStructure.Payments);

        var refused = (
            await Ask(SeededStructure.Logistics, "owned.theirs")
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();

        refused.Why.Fields!["resources[0].name"].ShouldContain("belongs to Payments");
    }

    [Fact]
    public async Task Its_own_team_may_make_it_again()
    {
        await Managed("owned.ours", SeededStructure.Payments);
        (await Ask(SeededStructure.Payments, "owned.ours")).ShouldBeOfType<Outcome<ChangeId>.Done>();
    }

    [Fact]
    public async Task What_is_wrong_with_a_resources_own_owner_is_said_there()
    {
        await Managed("owned.named", SeededStructure.Payments);
        var draft = ChangeWorld.Draft("owned.named");
        var asked = draft.Resources[0] with { Operation = ResourceOperation.Update, Owner = SeededStructure.Logistics };

        var refused = (
            await world.Get<ChangeRequests>().Submit(await world.Approver(), draft with { Resources = [asked] }, Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();

        refused.Why.Fields!["resources[0].owner"].ShouldContain("belongs to Payments");
    }

    [Fact]
    public async Task A_request_from_before_somebody_owned_the_topic_does_not_take_it()
    {
        var late = (await Ask(SeededStructure.Logistics, "owned.raced")).ShouldBeOfType<Outcome<ChangeId>.Done>().Value;
        await Managed("owned.raced", SeededStructure.Payments);
        await using var db = await world.Open();
        var change = await db.Set<Change>().SingleAsync(c => c.Id == late);
        var cluster = await db.Set<Cluster>().SingleAsync(c => c.Name == "main");

        await world
            .Get<ManagedRecords>()
            .Write(
                db,
                change,
                new Dictionary<ResourceRef, EngineId?>
                {
                    [TopicKind.On(cluster.Id, "owned.raced")] = TopicIds.Of(Guid.Empty),
                },
                Never
            );

        var owner = (await db.Set<Resource>().SingleAsync(r => r.Name == "owned.raced")).OwnerTeamId;
        (await db.Set<Team>().SingleAsync(t => t.Id == owner)).Name.ShouldBe(SeededStructure.Payments);
    }

    private async Task<Outcome<ChangeId>> Ask(string team, string topic)
    {
        var who = await world.Person((m, held) => m.Role == Role.Member && held == team);
        return await world.Get<ChangeRequests>().Submit(who, ChangeWorld.Draft(topic) with { Owner = team }, Never);
    }

    private async Task Managed(string topic, string team)
    {
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new Resource
            {
                Kind = TopicKind.Word,
                ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id,
                Name = topic,
                OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id,
                Spec = CoreJson.Write(new TopicSpec(3, 3, TopicSpec.NoConfigs, team)),
                CreatedAt = now,
                UpdatedAt = now,
            }
        );
        await db.SaveChangesAsync();
    }
}
