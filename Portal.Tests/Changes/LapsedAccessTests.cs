using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Leaving;
using Portal.Core.People.Roster;
using Portal.Core.Teams;

namespace Portal.Tests.Changes;

/// <summary>Whoever hasn't signed in at the provider for too long isn't somebody who is there.</summary>
public sealed class LapsedAccessTests : IAsyncLifetime
{
    private static readonly TimeSpan TooLong = TimeSpan.FromDays(31);
    private readonly ChangeWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Approves("lin");
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_team_has_as_many_approvers_as_have_access()
    {
        (await Approvers()).ShouldBe(2);

        await _world.SignedIn("lin", ago: TooLong);
        (await Approvers()).ShouldBe(1);

        await _world.Disable("grace");
        (await Approvers()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_approves_beside_somebody_without_access_approves_alone()
    {
        (await ApprovesAlone()).ShouldBe(["Logistics"]);
        (await Lone()).ShouldBe([SeededStructure.Logistics]);

        await _world.SignedIn("lin", ago: TooLong);

        (await ApprovesAlone()).ShouldBe(["Logistics", "Payments"]);
        (await Lone()).ShouldBe([SeededStructure.Logistics, SeededStructure.Payments]);
    }

    [Fact]
    public async Task A_platform_engineer_without_access_is_not_one_who_is_left()
    {
        await _world.Sql(
            $"""
            insert into membership (person_id, team_id, role, expires_at, is_elevation)
            select p.id, t.id, 'platform', case p.handle when 'ada' then now() + interval '1 hour' end, p.handle = 'ada'
            from person p, team t where p.handle in ('ada', 'lin') and t.name = {SeededStructure.Platform}
            """
        );
        await _world.Disable("mina");
        await _world.SignedIn("lin", ago: TooLong);
        var ada = await _world.Known("ada");

        (await Disabled(ada, "sam")).ShouldContain("Nobody would be left who is a platform engineer");
        (await Disabled(await _world.Known("lin"), "sam")).ShouldContain("have no access any more");

        await _world.SignedIn("lin");
        (await Disabled(ada, "sam")).ShouldBeEmpty();
    }

    private async Task<int> Approvers() =>
        (await _world.Get<TeamRoster>().All(CancellationToken.None))
            .Single(team => team.Name == SeededStructure.Payments)
            .Approvers;

    private async Task<IReadOnlyList<string>> ApprovesAlone() =>
        (await _world.Get<PersonReading>().Of(await _world.As("sam"), "grace", CancellationToken.None))!.ApprovesAlone;

    private async Task<IEnumerable<string>> Lone() =>
        (await _world.Get<LeavingReading>().Of(await _world.As("sam"), "grace", CancellationToken.None))
            .ShouldBeOfType<Outcome<LeavingPerson>.Done>()
            .Value.Alone.Where(role => role.Role == Role.Approver)
            .Select(role => role.Team);

    /// <summary>Why not; nothing when it was done.</summary>
    private async Task<string> Disabled(KnownCaller who, string handle) =>
        await _world.Get<PersonAccess>().Disable(who, handle, "Left the company.", CancellationToken.None)
            is Outcome<Person>.Refused(var why)
            ? why.Words
            : "";
}
