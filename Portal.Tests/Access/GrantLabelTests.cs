using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Applying;

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

    private async Task<Outcome<ChangeId>> Ask(string team, ResourceDraft draft) =>
        await _world
            .Get<ChangeRequests>()
            .Submit(
                await _world.Person(Role.Member, team),
                new ChangeDraft("", "For the test.", team, [draft]),
                CancellationToken.None
            );
}
