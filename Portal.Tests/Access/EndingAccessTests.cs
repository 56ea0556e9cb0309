using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Evaluation;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>Grants that end within two weeks are shown to whom that concerns.</summary>
public sealed class EndingAccessTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_owner_of_the_data_and_who_requested_it_see_what_ends_soon_and_nobody_else()
    {
        await Granted();

        (await Of(Role.Approver, SeededStructure.Payments)).ShouldBe(["soon"], "its data");
        (await Of(Role.Member, SeededStructure.Payments)).ShouldBe(["soon"]);
        (await Of(Role.Member, SeededStructure.Checkout)).ShouldBeEmpty();
        var ada = await _world.Person(Role.Member, SeededStructure.Payments);
        (await Of(ada with { Memberships = [] })).ShouldBe(["soon"], "ada requested it");
    }

    [Fact]
    public async Task The_team_of_the_service_account_sees_it_too()
    {
        await Granted();
        await _world.Record(
            ServiceAccountKind.Word,
            "billing",
            new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, SeededStructure.Payments)
        );
        await _world.Give("billing", SeededStructure.Checkout);

        var iris = await _world.Person(Role.Member, SeededStructure.Checkout);
        (await Of(iris)).ShouldBe(["soon"]);
        (await _world.Get<EndingAccess>().For(iris, "prod", CancellationToken.None)).ShouldBeEmpty("it is in dev");
    }

    [Fact]
    public async Task However_many_grants_others_have_none_of_them_is_read()
    {
        await Granted();
        // On the same cluster. What it holds can't be read: whoever does fails.
        await _world.Record(
            AccessKind.Word,
            "others",
            Reads("refunds", "User:refunds"),
            owner: SeededStructure.Checkout
        );
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync($"update resource set spec = '\"unreadable\"' where name = 'others'");

        (await Of(Role.Approver, SeededStructure.Payments)).ShouldBe(["soon"]);
    }

    [Fact]
    public async Task One_that_the_change_which_makes_it_has_not_recorded_yet_is_shown_to_the_owner_of_the_data()
    {
        await Granted();
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync($"update resource set gone_at = now() where name = 'soon'");

        (await Of(Role.Approver, SeededStructure.Payments)).ShouldBe(["soon"]);
        (await Of(Role.Member, SeededStructure.Checkout)).ShouldBeEmpty();
    }

    private async Task Granted()
    {
        await _world.Manage("orders");
        var now = TimeProvider.System.GetUtcNow();
        await _world.Carry(Grant("soon", Reads("orders", "User:billing", now.AddDays(10))));
        await _world.Carry(Grant("later", Reads("orders", "User:billing", now.AddDays(40))));
    }

    private async Task<IReadOnlyList<string>> Of(Role role, string team) => await Of(await _world.Person(role, team));

    private async Task<IReadOnlyList<string>> Of(Caller who) =>
        [.. (await _world.Get<EndingAccess>().For(who, null, CancellationToken.None)).Select(row => row.Name)];
}
