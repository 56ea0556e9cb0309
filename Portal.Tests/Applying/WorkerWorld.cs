using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Engines.Registry;
using Portal.Engines.Secrets;
using Portal.Tests.Kit;
using Portal.Workers.Applying;
using Portal.Workers.Claiming;
using Portal.Workers.Hosting;
using Portal.Workers.Planning;

namespace Portal.Tests.Applying;

/// <summary>
/// A store, people, two clusters (dev and prod) on one Kafka, fake unless an address is given, and as many workers as a
/// test starts.
/// </summary>
public sealed class WorkerWorld : IAsyncLifetime
{
    private readonly List<WebApplication> _workers = [];
    private RecycledDatabase? _database;
    private ServiceProvider _desk = null!;
    private WebApplication? _asleep;

    /// <summary>Where a Kafka over the wire answers; null: the fake one.</summary>
    public string? Bootstrap { get; private init; }

    /// <summary>Where a schema registry over the wire answers; null: the fake one.</summary>
    public string? RegistryUrl { get; private init; }

    /// <summary>Where a Flink and its SQL Gateway answer; null: there is none.</summary>
    public (string Url, string Gateway)? Flink { get; private init; }

    public string Keys { get; } = Directory.CreateTempSubdirectory("portal-keys-").FullName;

    public FakeKafka Kafka { get; private init; } = new();

    /// <summary>The ACLs of the fake cluster, for the desk and all workers.</summary>
    public FakeAcls AclStore { get; } = new();

    /// <summary>Its SCRAM credentials, for them too.</summary>
    public FakeCredentials CredentialStore { get; } = new();

    /// <summary>Why what is asked for here is.</summary>
    public string Reason { get; init; } = "needed";

    /// <summary>Managed and there from the start, as Payments' own.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    private bool IsFilled { get; init; }

    public FakeRegistry Registry { get; } = new();

    public NamedReaders Readers { get; } = new();

    public string Store { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Store.Length == 0)
        {
            _database = await RecycledDatabase.Take();
            Store = _database.ConnectionString;
        }

        var services = new ServiceCollection().AddPortalStore(Store).AddPortalCore();
        services.AddSingleton<Seed>().AddLogging();
        Connect(services);
        AddEngines(services);
        _desk = services.BuildServiceProvider();
        if (IsFilled)
        {
            return;
        }

        await _desk.GetRequiredService<Seed>().Plant(CancellationToken.None);
        await using var db = await Open();
        db.AddRange(NewCluster("dev", SeededStructure.Dev), NewCluster("prod", SeededStructure.Prod));
        await db.SaveChangesAsync();
        // A world of a registry alone has no Kafka that could be asked who it is.
        foreach (
            var cluster in Bootstrap is not null || RegistryUrl is null ? await db.Set<Cluster>().ToListAsync() : []
        )
        {
            var facts = await (await Cluster()).Describe(CancellationToken.None);
            cluster.EngineId = facts.EngineId;
        }

        await db.SaveChangesAsync();
        foreach (var topic in Topics)
        {
            await Manage(topic);
        }
    }

    /// <summary>A world on a Kafka that speaks the wire protocol, and a schema registry beside it.</summary>
    public static async Task<WorkerWorld> On(string bootstrap, string? registry = null)
    {
        var world = new WorkerWorld { Bootstrap = bootstrap, RegistryUrl = registry };
        await world.InitializeAsync();
        return world;
    }

    /// <summary>A world on a Kafka over the wire and a Flink that reads it.</summary>
    public static async Task<WorkerWorld> OnFlink(string bootstrap, string flink, string gateway)
    {
        var world = new WorkerWorld { Bootstrap = bootstrap, Flink = (flink, gateway) };
        await world.InitializeAsync();
        return world;
    }

    /// <summary>A world on a schema registry over the wire, and no Kafka.</summary>
    public static async Task<WorkerWorld> OnRegistry(string url)
    {
        var world = new WorkerWorld { RegistryUrl = url };
        await world.InitializeAsync();
        return world;
    }

    /// <summary>A world over a store that somebody else brings and puts away.</summary>
    public static async Task<WorkerWorld> Over(string store)
    {
        var world = new WorkerWorld { Store = store, Reason = "Twice the readers from January on." };
        await world.InitializeAsync();
        return world;
    }

    /// <summary>The same Kafka with another store, in which everybody and everything is already.</summary>
    public static async Task<WorkerWorld> Beside(WorkerWorld former, string store)
    {
        var world = new WorkerWorld
        {
            Store = store,
            Kafka = former.Kafka,
            IsFilled = true,
        };
        await world.InitializeAsync();
        return world;
    }

    /// <summary>A world on a server that a test takes down.</summary>
    public static async Task<WorkerWorld> On(PostgresServer server, string emptyDatabase)
    {
        var world = new WorkerWorld { Store = server.ConnectionTo(emptyDatabase) };
        await using (var source = NpgsqlDataSource.Create(world.Store))
        {
            await Migrator.Migrate(source, CancellationToken.None);
        }

        await world.InitializeAsync();
        return world;
    }

    /// <summary>The cluster named dev, as workers reach it.</summary>
    public async Task<IKafkaCluster> Cluster()
    {
        await using var db = await Open();
        var id = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await Get<IKafkaClusters>().Open(id, CancellationToken.None);
    }

    // By what is open to the database already.
    private void Connect(IServiceCollection services)
    {
        if (_database is not null)
        {
            services.AddSingleton(_database.Source);
        }
    }

    private void AddEngines(IServiceCollection services)
    {
        if (Bootstrap is null && RegistryUrl is null)
        {
            services.AddSingleton<IKafkaClusters>(Kafka);
            services.AddSingleton<ISchemaRegistries>(Registry);
            services.AddSingleton<IFlinkClusters, NoFlink>();
            services.AddSingleton<IAclClusters>(AclStore);
            services.AddSingleton<ICredentialClusters>(CredentialStore);
            services.AddSingleton(_ => new SecretVault(
                new KeyStorage(Options.Create(new SecretOptions { KeysDirectory = Keys }))
            ));
            services.AddSingleton<IAuditHeads>(new MemoryHeads());
            return;
        }

        var keys = KeyValuePair.Create("Portal:KeysDirectory", (string?)Keys);
        services.AddPortalEngines(new ConfigurationBuilder().AddInMemoryCollection([keys]).Build());
    }

    public async Task DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await Stop(worker);
        }

        if (_asleep is not null)
        {
            await _asleep.DisposeAsync();
        }

        await _desk.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(Keys, recursive: true);
    }

    public IDbContextFactory<PortalDb> Stores => Get<IDbContextFactory<PortalDb>>();

    public Task<PortalDb> Open() => Stores.CreateDbContextAsync();

    public T Get<T>()
        where T : notnull => _desk.GetRequiredService<T>();

    /// <summary>A worker process's services in this process, with short leases.</summary>
    public async Task<WebApplication> StartWorker(
        Action<IServiceCollection>? also = null,
        params (string Name, string Value)[] settings
    )
    {
        var worker = Build(also, settings);
        await worker.StartAsync();
        _workers.Add(worker);
        return worker;
    }

    /// <summary>One of which nothing runs but what a test calls.</summary>
    public WebApplication IdleWorker(Action<IServiceCollection> also)
    {
        var worker = Build(also, []);
        _workers.Add(worker);
        return worker;
    }

    // Nobody renews a lease here, however long a busy machine takes.
    private static readonly (string, string)[] Unrenewed =
    [
        ("Portal:Planning:Lease", "00:10:00"),
        ("Portal:Applying:Lease", "00:10:00"),
    ];

    /// <summary>Plans all that waits for it, with nobody applying.</summary>
    public async Task PlanAll()
    {
        var claims = Asleep.GetRequiredService<PlanningClaims>();
        while (await claims.Next(CancellationToken.None) is { } claim)
        {
            await Asleep.GetRequiredService<ChangePlanner>().Carry(claim, CancellationToken.None);
        }
    }

    /// <summary>Applies all that is approved, with nobody planning.</summary>
    public Task ApplyAll() => ApplyAll(Asleep);

    /// <param name="store">By which way it reaches the store.</param>
    public async Task ApplyAll(string store)
    {
        await using var asleep = Build(null, Unrenewed, store);
        await ApplyAll(asleep.Services);
    }

    // A worker of which nothing runs but what is called.
    private IServiceProvider Asleep => (_asleep ??= Build(null, Unrenewed)).Services;

    private static async Task ApplyAll(IServiceProvider asleep)
    {
        var claims = asleep.GetRequiredService<RunClaims>();
        while (await claims.Next(CancellationToken.None) is { } claim)
        {
            await asleep
                .GetRequiredService<RunApplier>()
                .Carry(claim, () => TimeSpan.FromMinutes(1), CancellationToken.None);
        }
    }

    /// <summary>The run that is due, as a worker has it that has claimed it and does nothing yet.</summary>
    /// <param name="lease">How long the claim holds.</param>
    public async Task<FencedRun> Claimed(TimeSpan lease)
    {
        var claims = new RunClaims(Stores, Options.Create(new ApplyingOptions { Lease = lease }));
        var claim = await Deadline.For(() => claims.Next(CancellationToken.None));
        return new FencedRun(claim.Run, claim.Fence, ClaimOwner.This);
    }

    public static async Task Stop(WebApplication worker)
    {
        await worker.StopAsync();
        await worker.DisposeAsync();
    }

    private WebApplication Build(
        Action<IServiceCollection>? also,
        (string Name, string Value)[] settings,
        string? store = null
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Short());
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:Portal", store ?? Store),
            .. settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)),
        ]);
        builder.AddPortalWorkers();
        if (store is null)
        {
            Connect(builder.Services);
        }

        AddEngines(builder.Services);
        builder.Services.Replace(ServiceDescriptor.Singleton<ITopicReaders>(Readers));
        also?.Invoke(builder.Services);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapWorkersHealth();
        return app;
    }

    public static IEnumerable<KeyValuePair<string, string?>> Short() => Leases().Concat(Soon);

    private static IEnumerable<KeyValuePair<string, string?>> Leases() =>
        from area in new[] { "Planning", "Applying" }
        from option in new (string Name, string Value)[]
        {
            ("Lease", "00:00:10"),
            ("RenewEvery", "00:00:00.5"),
            ("PollEvery", "00:00:00.2"),
            ("FirstPause", "00:00:00.1"),
            ("LongestPause", "00:00:01"),
            ("ActMargin", "00:00:00.2"),
            ("VerifyWithin", "00:00:01"),
        }
        select KeyValuePair.Create($"Portal:{area}:{option.Name}", (string?)option.Value);

    // A job counts as stable soon.
    private static readonly IReadOnlyList<KeyValuePair<string, string?>> Soon =
    [
        new("Portal:Applying:LookEvery", "00:00:00.5"),
        new("Portal:Jobs:Stability:Standard:Checkpoints", "1"),
        new("Portal:Jobs:Stability:Standard:Window", "00:00:02"),
        new("Portal:Jobs:Stability:Experimental:Window", "00:00:02"),
    ];

    /// <summary>Somebody who has the role; where a test gave it to others too, <see cref="As"/> says whom.</summary>
    public async Task<Caller> Person(Role role, string team)
    {
        await using var db = await Open();
        var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Id, t => t.Name);
        var all = await db.Set<Core.Teams.Membership>().ToListAsync();
        var person = await db.Set<Person>()
            .FindAsync(all.First(m => m.Role == role && teams[m.TeamId] == team).PersonId);
        return Of(person!, all);
    }

    public async Task<Caller> As(string handle)
    {
        await using var db = await Open();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        return Of(person, await db.Set<Core.Teams.Membership>().ToListAsync());
    }

    private static Caller Of(Person person, List<Core.Teams.Membership> all) =>
        new(new Actor(person.Handle, ActorVia.Page), person.Name, [.. all.Where(m => m.PersonId == person.Id)]);

    public async Task<ChangeId> Ask(params ResourceDraft[] topics) =>
        (
            await Get<ChangeRequests>()
                .Submit(
                    await Person(Role.Member, SeededStructure.Payments),
                    new ChangeDraft("", Reason, SeededStructure.Payments, topics),
                    CancellationToken.None
                )
        )
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;

    public static ResourceDraft Create(string topic, int partitions = 3, string cluster = "dev", int replication = 1) =>
        new(TopicKind.Word, ResourceOperation.Create, cluster, topic, Spec(partitions, replication));

    public static ResourceDraft Update(string topic, int partitions, params (string Name, string Value)[] configs) =>
        new(TopicKind.Word, ResourceOperation.Update, "dev", topic, Spec(partitions, 1, configs));

    public static ResourceDraft Delete(string topic) =>
        new(TopicKind.Word, ResourceOperation.Delete, "dev", topic, null, topic);

    public static TopicSpec Spec(int partitions, int replication, params (string Name, string Value)[] configs) =>
        new(
            partitions,
            replication,
            TopicSpec.NoConfigs.AddRange(configs.Select(c => KeyValuePair.Create(c.Name, c.Value))),
            SeededStructure.Payments
        );

    /// <summary>A topic that is there and managed, as if a change had made it.</summary>
    public async Task Manage(string topic, int partitions = 3, params (string Name, string Value)[] configs)
    {
        await using var db = await Open();
        var cluster = await db.Set<Cluster>().SingleAsync(c => c.Name == "dev");
        if (Bootstrap is null)
        {
            Kafka.Put(topic, partitions, configs);
        }
        else
        {
            await Make(cluster.Id, topic, partitions, configs);
        }

        await Record(TopicKind.Word, topic, Spec(partitions, 1, configs));
    }

    /// <summary>As if a change had made it; whether it is there is the caller's.</summary>
    public async Task Record(
        ResourceKind kind,
        string name,
        ResourceSpec spec,
        string cluster = "dev",
        string owner = SeededStructure.Payments
    )
    {
        await using var db = await Open();
        await ManagedResource.Record(db, kind, name, spec, cluster, owner);
    }

    /// <summary>As if another team had deleted it, and created it again as theirs.</summary>
    public async Task Give(string name, string team)
    {
        await using var db = await Open();
        var owner = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id;
        await db.Set<Resource>()
            .Where(r => r.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.OwnerTeamId, owner));
    }

    /// <summary>A topic of that name once more, behind the portal's back.</summary>
    public async Task Recreate(string topic)
    {
        await using var db = await Open();
        await Make((await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id, topic, 3, []);
    }

    private async Task Make(ClusterId cluster, string topic, int partitions, (string Name, string Value)[] configs)
    {
        var moves = configs.Select(c => new ConfigMove(c.Name, null, c.Value));
        var step = new CreateTopic(TopicKind.On(cluster, topic), partitions, 1, [.. moves]);
        var deadline = new ActBefore(() => TimeSpan.FromSeconds(20));
        await (await Cluster()).Create(step, deadline, CancellationToken.None);
        // Who made it knows before the brokers do: a plan made at once could be told that there is no such topic.
        await Deadline.Until(async () => await Live(topic) is not null);
    }

    /// <summary>The topic as the cluster shows it; null when there is none.</summary>
    public async Task<LiveTopic?> Live(string topic)
    {
        var answers = await (await Cluster()).Topics([topic], CancellationToken.None);
        return answers[topic] is TopicAnswer.Found found ? found.Topic : null;
    }

    public Task Approve(ChangeId id) => Vote(id, VoteVerdict.Approve, "");

    /// <summary>By somebody of platform, who may agree to what a check asks.</summary>
    public async Task Override(ChangeId id) =>
        await Vote(id, VoteVerdict.Approve, "Looked at.", await Person(Role.Platform, SeededStructure.Platform));

    /// <summary>By everybody that its plan waits for.</summary>
    public async Task Agree(ChangeId id)
    {
        foreach (var isOverride in (await View(id)).Approvals.Select(step => step.IsOverride).Distinct().ToList())
        {
            await (isOverride ? Override(id) : Approve(id));
        }
    }

    public Task SendBack(ChangeId id) => Vote(id, VoteVerdict.RequestChanges, "Which reader needs it?");

    private async Task Vote(ChangeId id, VoteVerdict verdict, string comment, Caller? who = null)
    {
        var plan = (await View(id)).Plan!;
        (
            await Get<Voting>()
                .Cast(
                    who ?? await Person(Role.Approver, SeededStructure.Payments),
                    id,
                    new Ballot(plan.Number, plan.Hash, verdict, comment),
                    CancellationToken.None
                )
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    public async Task<ChangeView> View(ChangeId id) => (await Get<ChangeDetails>().Get(id, CancellationToken.None))!;

    public async Task<ChangeView> Reaches(ChangeId id, ChangeState state, TimeSpan? within = null)
    {
        ChangeView? last = null;
        try
        {
            return await Deadline.For(
                async () => (last = await View(id)).Row.State == state ? last : null,
                within ?? TimeSpan.FromSeconds(90)
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"Change {id} is {last?.Row.State}, not {state}:\n{string.Join('\n', last?.Timeline.Select(e => $"{e.Kind}: {e.Words}") ?? [])}",
                late
            );
        }
    }

    private Cluster NewCluster(string name, string environment) =>
        new()
        {
            Name = name,
            Environment = environment,
            Region = SeededStructure.LocalRegion,
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints =
            [
                new Endpoint { Kind = EndpointKind.Kafka, Addresses = Bootstrap ?? "127.0.0.1:9" },
                .. RegistryUrl is { } url
                    ? [new Endpoint { Kind = EndpointKind.Registry, Addresses = url }]
                    : Array.Empty<Endpoint>(),
                .. Flink is var (rest, gateway)
                    ?
                    [
                        new Endpoint { Kind = EndpointKind.Flink, Addresses = rest },
                        new Endpoint { Kind = EndpointKind.SqlGateway, Addresses = gateway },
                    ]
                    : Array.Empty<Endpoint>(),
            ],
        };
}
