using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Audit;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;

namespace Portal.Tests.Teams;

public sealed class SeedTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private ServiceProvider _services = null!;

    private IDbContextFactory<PortalDb> Store => _services.GetRequiredService<IDbContextFactory<PortalDb>>();

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _services = new ServiceCollection().AddPortalStore(_database.ConnectionString).BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Many_processes_that_start_at_once_plant_one_structure()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Plant()));
        await Plant();

        await using var db = await Store.CreateDbContextAsync();
        (await db.Set<ClusterEnvironment>().OrderBy(l => l.Order).Select(l => l.Name).ToListAsync()).ShouldBe([
            "dev",
            "staging",
            "prod",
        ]);
        (await db.Set<Team>().CountAsync()).ShouldBe(6);
        (await db.Set<Person>().CountAsync()).ShouldBe(SeededStructure.People.Count);
        (await db.Set<ApprovalRule>().CountAsync()).ShouldBe(SeededStructure.Rules.Count);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "structure.seeded")).ShouldBe(1);
    }

    [Fact]
    public async Task What_somebody_changed_stays_changed()
    {
        await Plant();
        await using (var db = await Store.CreateDbContextAsync())
        {
            await db.Set<ApprovalRule>().Where(r => r.Environment == "prod" && r.Ordinal == 2).ExecuteDeleteAsync();
            await db.Set<Person>().ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, "Somebody else"));
        }

        await Plant();

        await using var after = await Store.CreateDbContextAsync();
        (await after.Set<ApprovalRule>().CountAsync(r => r.Environment == "prod")).ShouldBe(3);
        (await after.Set<Person>().AllAsync(p => p.Name == "Somebody else")).ShouldBeTrue();
    }

    [Fact]
    public void Every_step_has_somebody_else_to_take_it()
    {
        foreach (var team in SeededStructure.Teams)
        {
            var approvers = SeededStructure.People.Where(p => p.Roles.Contains((team.Name, Role.Approver))).ToList();
            var requesters = SeededStructure.People.Where(p => p.Roles.Contains((team.Name, Role.Member)));
            requesters.ShouldNotBeEmpty();
            approvers.ShouldNotBeEmpty($"{team.Name} has nobody who approves");
        }

        SeededStructure.Rules.ShouldNotContain(r => r.Environment == "dev" && r.RiskBand == RiskBand.Low);
    }

    private Task Plant() => new Seed(Store, TimeProvider.System).Plant(CancellationToken.None);
}
