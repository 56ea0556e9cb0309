using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>A store with the seeded people and two clusters, and the services a person's acts go through. Planning is done by hand.</summary>
public sealed class ChangeWorld : IAsyncLifetime
{
    private RecycledDatabase _database = null!;
    private ServiceProvider _services = null!;

    /// <summary>What people's acts are timed by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public async Task InitializeAsync()
    {
        _database = await RecycledDatabase.Take();
        _services = new ServiceCollection()
            .AddSingleton(Clock)
            .AddPortalStore(_database.ConnectionString)
            .AddSingleton(_database.Source)
            .AddPortalCore()
            .AddPeople()
            .BuildServiceProvider();
        await new Seed(Get<IDbContextFactory<PortalDb>>(), TimeProvider.System).Plant(CancellationToken.None);
        await using var db = await Open();
        db.AddRange(NewCluster("local", SeededStructure.Dev), NewCluster("main", SeededStructure.Prod));
        await db.SaveChangesAsync();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<PortalDb> Open() => Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    public async Task<Caller> Person(Func<Membership, string, bool> holds)
    {
        await using var db = await Open();
        var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Id, t => t.Name);
        var all = await db.Set<Membership>().ToListAsync();
        var person = await db.Set<Person>().FindAsync(all.First(m => holds(m, teams[m.TeamId])).PersonId);
        return new Caller(
            new Actor(person!.Handle, ActorVia.Page),
            person.Name,
            [.. all.Where(m => m.PersonId == person.Id)]
        );
    }

    public async Task<Caller> As(string handle) => (await Known(handle)).Caller;

    /// <summary>With all their roles for whole teams, whether or not they have access.</summary>
    public async Task<KnownCaller> Known(string handle)
    {
        await using var db = await Open();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        var held = await db.Set<Membership>().Where(m => m.PersonId == person.Id).ToListAsync();
        return new(person.Id, new Caller(new Actor(handle, ActorVia.Page), person.Name, held));
    }

    /// <summary>Gives the role.</summary>
    public Task Approves(string handle, string team = SeededStructure.Payments) =>
        Sql(
            $"""
            insert into membership (person_id, team_id, role)
            select p.id, t.id, 'approver' from person p, team t where p.handle = {handle} and t.name = {team}
            """
        );

    public Task Disable(string handle, bool isOver = false) =>
        isOver
            ? Sql($"update person set disabled_at = null where handle = {handle}")
            : Sql($"update person set disabled_at = now() where handle = {handle}");

    /// <summary>At a provider, which states this address.</summary>
    /// <param name="ago">When.</param>
    public async Task SignedIn(string handle, string email = "", TimeSpan ago = default)
    {
        var person = (await Known(handle)).Id;
        await using var db = await Open();
        await db.Set<ExternalIdentity>().Where(i => i.PersonId == person).ExecuteDeleteAsync();
        var at = TimeProvider.System.GetUtcNow() - ago;
        db.Add(
            new ExternalIdentity
            {
                Provider = "corp",
                Issuer = "https://corp.example",
                Subject = handle,
                PersonId = person,
                Email = email,
                SignedInAt = at,
                AccessEndsAt = at + new FederationOptions().AccessLasts,
            }
        );
        await db.SaveChangesAsync();
    }

    public async Task Sql(FormattableString sql)
    {
        await using var db = await Open();
        await db.Database.ExecuteSqlAsync(sql);
    }

    public Task<Caller> Engineer() => Person((m, team) => m.Role == Role.Member && team == SeededStructure.Payments);

    public Task<Caller> Approver() => Person((m, team) => m.Role == Role.Approver && team == SeededStructure.Payments);

    /// <summary>It is managed, as its spec wants it.</summary>
    public async Task Manage(
        ResourceKind kind,
        string name,
        ResourceSpec spec,
        string owner = SeededStructure.Payments,
        string cluster = "main"
    )
    {
        await using var db = await Open();
        await ManagedResource.Record(db, kind, name, spec, cluster, owner);
    }

    public static ChangeDraft Draft(
        string topic,
        string cluster = "main",
        string reason = "needed",
        int partitions = 3
    ) =>
        new(
            "",
            reason,
            SeededStructure.Payments,
            [
                new ResourceDraft(
                    TopicKind.Word,
                    ResourceOperation.Create,
                    cluster,
                    topic,
                    new TopicSpec(partitions, 3, TopicSpec.NoConfigs, "")
                ),
            ]
        );

    public async Task<ChangeId> Submit(ChangeDraft draft) =>
        (await Get<ChangeRequests>().Submit(await Engineer(), draft, CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;

    /// <summary>Plays the planner: a plan with these steps to approve, and the change waiting for them.</summary>
    public async Task<Plan> Plan(ChangeId id, params (string Team, int Quorum)[] steps)
    {
        await using var db = await Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var change = (await ChangeMover.Lock(db, id, CancellationToken.None))!;
        var canonical = CanonicalForm.Write(new PlanBody(ImmutableArray<Step>.Empty, []));
        var plan = new Plan
        {
            ChangeId = id,
            Number = await db.Set<Plan>().CountAsync(p => p.ChangeId == id) + 1,
            Canonical = canonical,
            Hash = CanonicalForm.Hash(canonical),
            FormVersion = CanonicalForm.Version,
            EvidenceJson = CanonicalForm.Write(PlanEvidence.None),
            RiskScore = 15,
            RiskBand = RiskBand.Low,
            RiskReasons = [new RiskReason("It is new.", 15)],
            MadeAt = TimeProvider.System.GetUtcNow(),
        };
        db.Add(plan);
        await db.SaveChangesAsync();
        var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Name, t => t.Id);
        db.AddRange(
            steps.Select(
                (s, i) =>
                    new ApprovalStep
                    {
                        PlanId = plan.Id,
                        Ordinal = i + 1,
                        Title = s.Team,
                        TeamId = teams[s.Team],
                        Quorum = s.Quorum,
                        Resources = [0],
                    }
            )
        );
        change.PlanId = plan.Id;
        await Happen(db, change, new ChangeEvent.Planned());
        await Happen(db, change, new ChangeEvent.Checked(false, steps.Length == 0));
        await transaction.CommitAsync();
        return plan;
    }

    public async Task Happen(PortalDb db, Change change, ChangeEvent happened) =>
        (
            await Get<ChangeMover>()
                .Move(db, change, happened, Actor.Planner, "test", "By the test.", CancellationToken.None)
        ).ShouldBeOfType<Move.Moves>();

    /// <summary>Plays a worker: this happens to the change.</summary>
    public async Task Happen(ChangeId id, ChangeEvent happened)
    {
        await using var db = await Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Happen(db, (await ChangeMover.Lock(db, id, CancellationToken.None))!, happened);
        await transaction.CommitAsync();
    }

    public async Task<ChangeState> Vote(
        Caller who,
        ChangeId id,
        Plan plan,
        VoteVerdict verdict = VoteVerdict.Approve,
        string comment = ""
    ) =>
        (
            await Get<Voting>()
                .Cast(who, id, new Ballot(plan.Number, plan.Hash, verdict, comment), CancellationToken.None)
        )
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value;

    public async Task<ChangeView> View(ChangeId id) => (await Get<ChangeDetails>().Get(id, CancellationToken.None))!;

    private static Cluster NewCluster(string name, string environment) =>
        new()
        {
            Name = name,
            Environment = environment,
            Region = SeededStructure.LocalRegion,
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints = [new Endpoint { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9" }],
        };
}
