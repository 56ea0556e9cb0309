using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Tests.Applying;
using Portal.Workers.Planning;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>Which change a planner gets.</summary>
public sealed class PlanningClaimTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_planner_gets_one_change_though_the_store_plans_for_a_table_of_one_row()
    {
        await _world.Ask(Create("planned.0"));
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"vacuum (full, analyze) planning_run");
        }

        await _world.Ask(Create("planned.1"));
        await _world.Ask(Create("planned.2"));
        var claims = new PlanningClaims(
            _world.Stores,
            Options.Create(new PlanningOptions { Lease = TimeSpan.FromMinutes(1) })
        );

        var changes = new HashSet<ChangeId>();
        for (var i = 0; i < 3; i++)
        {
            changes.Add((await claims.Next(CancellationToken.None)).ShouldNotBeNull().Change);
        }

        changes.Count.ShouldBe(3);
    }
}
