using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Applying;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>A registry that two clusters have: each of its subjects is one thing, whichever cluster it is requested on.</summary>
public sealed class SharedRegistryTests : IAsyncLifetime
{
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";
    private WorkerWorld _world = null!;

    public async Task InitializeAsync() =>
        _world = await WorkerWorld.OnRegistry((await TwoRegistries.Url(RegistryProduct.Bundled)).TrimEnd('/'));

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_run_on_one_cluster_locks_the_subject_on_both()
    {
        var dev = await _world.Ask(SchemaWorlds.Register(_subject, First));
        var prod = await _world.Ask(SchemaWorlds.Register(_subject, First) with { Cluster = "prod" });
        await _world.PlanAll();
        await _world.Approve(prod);

        (await Lock(dev)).ShouldBeTrue();

        await using var db = await _world.Open();
        var clusters = await db.Set<Cluster>().ToDictionaryAsync(c => c.Id, c => c.Name);
        (await db.Set<RunTarget>().ToListAsync())
            .Select(target => (clusters[target.ClusterId], target.Name))
            .Order()
            .ShouldBe([("dev", _subject), ("prod", _subject)]);
        (await Lock(prod)).ShouldBeFalse("it is the same subject");
    }

    [Fact]
    public async Task What_was_requested_on_the_other_cluster_is_drift_that_names_it()
    {
        await _world.ManageSchema(_subject, First);
        await _world.Record(SchemaKind.Word, _subject, SchemaWorlds.Spec(Second), "prod");
        await _world.RegisterBehindUs(_subject, Second);

        await _world.LookAtRegistries();

        (await Drift("dev")).ShouldBe([
            "schema: version 2, id differs, as requested on cluster prod, which has the same registry",
        ]);
        (await Drift("prod")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_uses_it_on_the_other_cluster_is_named_with_that_cluster()
    {
        await _world.ManageSchema(_subject, First, CompatibilityLevel.Backward);
        var topic = _subject[..^"-value".Length];
        await _world.SeeTopic(topic, cluster: "prod");
        _world.Readers.Readers = [new ReaderEvidence("billing", 2, null, HasGap: false)];
        var change = await _world.Ask(SchemaWorlds.Change(_subject, Second));

        await _world.PlanAll();

        var view = await _world.View(change);
        view.Check("readers").Words.ShouldStartWith($"The topic {topic} on prod is read by billing on prod.");
        var use = view.Plan!.Evidence.Resources.ShouldHaveSingleItem().ShouldBeOfType<SchemaEvidence>().Use!;
        (use.TopicCluster, use.Readers.ShouldHaveSingleItem().Cluster).ShouldBe(("prod", "prod"));

        await _world.SeeTopic(topic);
        var both = await _world.Get<SubjectUses>().Of(view.Resources[0].On.Cluster, _subject, CancellationToken.None);
        both.TopicCluster.ShouldBeNull("its own has one as well");
    }

    [Fact]
    public async Task One_subject_is_requested_once_whichever_cluster_it_is_named_on()
    {
        await using (var db = await _world.Open())
        {
            var shared = await db.Set<Endpoint>().FirstAsync(e => e.Kind == EndpointKind.Registry);
            db.AddRange(Cluster("same", shared.Addresses), Cluster("other", "http://registry.test"));
            await db.SaveChangesAsync();
        }

        (await Submit("dev", "same"))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Fields!.ShouldHaveSingleItem()
            .ShouldBe(
                KeyValuePair.Create(
                    "resources[1].name",
                    $"{_subject} is in this request already, on cluster dev: dev and same have the same schema registry. Request it on one of them."
                )
            );
        (await Submit("dev", "other")).ShouldBeOfType<Outcome<ChangeId>.Done>();
    }

    [Fact]
    public async Task What_a_team_owns_on_one_cluster_no_other_team_gets_on_another()
    {
        await _world.Record(SchemaKind.Word, _subject, SchemaWorlds.Spec(First));
        var checkout = await _world.Person(Role.Member, SeededStructure.Checkout);
        var platform = await _world.Person(Role.Platform, SeededStructure.Platform);
        var theirs = $"{_subject} belongs to Payments on dev, which has the same schema registry as prod.";

        (await Refused(checkout, OnProd(ResourceOperation.Claim))).ShouldBe(
            $"{theirs} Contact that team for a transfer."
        );
        (await Refused(platform, OnProd(ResourceOperation.Adopt))).ShouldBe(
            $"{theirs} Contact that team for a transfer."
        );
        (await Refused(checkout, SchemaWorlds.Register(_subject, First) with { Cluster = "prod" })).ShouldBe(
            $"{theirs} Choose another name, or send the request as its owner."
        );

        var payments = await _world.Person(Role.Member, SeededStructure.Payments);
        (
            await Ask(payments, SeededStructure.Payments, OnProd(ResourceOperation.Claim))
        ).ShouldBeOfType<Outcome<ChangeId>.Done>("a team may have on both what it owns");
    }

    [Fact]
    public async Task What_a_team_came_to_own_on_one_cluster_is_not_claimed_by_another_team_on_another()
    {
        await _world.RegisterBehindUs(_subject, First);
        var change = (
            (Outcome<ChangeId>.Done)
                await Ask(
                    await _world.Person(Role.Member, SeededStructure.Checkout),
                    SeededStructure.Checkout,
                    OnProd(ResourceOperation.Claim)
                )
        ).Value;
        await _world.Record(SchemaKind.Word, _subject, SchemaWorlds.Spec(First));

        await _world.PlanAll();

        var row = (await _world.View(change)).Row;
        row.State.ShouldBe(ChangeState.ChangesRequested);
        row.StatusMessage!.ShouldStartWith(
            $"{_subject} belongs to Payments on dev, which has the same schema registry, by now."
        );
    }

    [Fact]
    public async Task What_a_team_came_to_own_on_one_cluster_is_not_registered_by_another_team_on_another()
    {
        var change = (
            (Outcome<ChangeId>.Done)
                await Ask(
                    await _world.Person(Role.Member, SeededStructure.Checkout),
                    SeededStructure.Checkout,
                    SchemaWorlds.Register(_subject, First) with
                    {
                        Cluster = "prod",
                    }
                )
        ).Value;
        await _world.Record(SchemaKind.Word, _subject, SchemaWorlds.Spec(First));

        await _world.PlanAll();

        var row = (await _world.View(change)).Row;
        row.State.ShouldBe(ChangeState.ChangesRequested);
        row.StatusMessage.ShouldBe(
            $"{_subject} belongs to Payments on dev, which has the same schema registry, by now. Choose another name, or contact that team for a transfer."
        );
    }

    [Fact]
    public async Task What_a_team_owns_on_one_cluster_is_listed_without_an_owner_on_none()
    {
        await using (var db = await _world.Open())
        {
            var now = TimeProvider.System.GetUtcNow();
            db.AddRange(
                (await db.Set<Cluster>().ToListAsync()).Select(cluster => new SeenSubject
                {
                    ClusterId = cluster.Id,
                    Name = _subject,
                    Newest = 1,
                    FirstSeenAt = now,
                    SeenAt = now,
                })
            );
            await db.SaveChangesAsync();
        }

        var unowned = new UnownedCatalogue(_world.Stores, [new SeenSubjectNames()], TestKinds.All);
        (await unowned.Page(new(), null, 10, CancellationToken.None))
            .Select(row => row.Cluster)
            .ShouldBe(["dev", "prod"]);

        await _world.Record(SchemaKind.Word, _subject, SchemaWorlds.Spec(First));

        (await unowned.Page(new(), null, 10, CancellationToken.None)).ShouldBeEmpty();
        (await unowned.Count(new(), CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task It_is_read_once_for_all_clusters_that_have_it()
    {
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "carts-value", "orders-value");
        await using var world = await WorkerWorld.OnRegistry(registry.Url);

        await world.LookAtRegistries();

        registry.Requests.ShouldContain("/subjects");
        registry.Requests.ShouldBeUnique();
        await using var db = await world.Open();
        var clusters = await db.Set<Cluster>().ToDictionaryAsync(c => c.Id, c => c.Name);
        (await db.Set<SeenSubject>().ToListAsync())
            .Select(seen => (clusters[seen.ClusterId], seen.Name, seen.Newest))
            .ShouldBe(
                [
                    ("dev", "carts-value", 1),
                    ("dev", "orders-value", 1),
                    ("prod", "carts-value", 1),
                    ("prod", "orders-value", 1),
                ],
                ignoreOrder: true
            );
        (await db.Set<SeenSchema>().CountAsync()).ShouldBe(4);
        (await db.Set<RegistryReading>().ToListAsync()).ShouldAllBe(reading => reading.Failure == null);
    }

    [Fact]
    public async Task Clusters_that_sign_in_to_it_alike_have_one_reading_and_others_their_own()
    {
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "orders-value");
        await using var world = await WorkerWorld.OnRegistry(registry.Url);
        await SignIn(world, "dev", "secret");
        await SignIn(world, "prod", "secret");
        await world.LookAtRegistries();
        registry.Requests.Count(path => path == "/subjects").ShouldBe(1, "each has stored the same password");

        await SignIn(world, "prod", "another");
        await world.LookAtRegistries();

        registry.Requests.Count(path => path == "/subjects").ShouldBe(1 + 2);
    }

    [Fact]
    public async Task A_subject_that_is_new_to_one_of_its_clusters_alone_is_read_for_that_one()
    {
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "orders-value");
        await using var world = await WorkerWorld.OnRegistry(registry.Url);
        await world.LookAtRegistries();
        await using var db = await world.Open();
        var prod = (await db.Set<Cluster>().SingleAsync(c => c.Name == "prod")).Id;
        await db.Set<SeenSchema>().Where(s => s.ClusterId == prod).ExecuteDeleteAsync();
        await db.Set<SeenSubject>().Where(s => s.ClusterId == prod).ExecuteDeleteAsync();

        await world.LookAtRegistries();

        (await db.Set<SeenSchema>().CountAsync(s => s.ClusterId == prod)).ShouldBe(1);
        (await db.Set<SeenSubject>().CountAsync(s => s.ClusterId == prod && s.Newest == 1)).ShouldBe(1);
    }

    /// <summary>That closes the client by which it was asked.</summary>
    [Fact]
    public async Task A_cluster_that_is_registered_anew_while_it_is_read_leaves_the_readings_of_the_others_whole()
    {
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "orders-value");
        await using var world = await WorkerWorld.OnRegistry(registry.Url);
        await using var db = await world.Open();
        var dev = await SeenWorlds.Dev(db);
        var opened = new OpenedAfter(world.Get<ISchemaRegistries>(), dev);
        var moves = 0;
        registry.Instead = path =>
        {
            opened.MayGoOn();
            return path == "/subjects" && Interlocked.Increment(ref moves) == 1
                ? async context =>
                {
                    await Register();
                    context.Abort();
                }
                : null;
        };

        await new SubjectWatch(world.Stores, opened, TimeProvider.System).Look(CancellationToken.None);

        moves.ShouldBeGreaterThan(1);
        var reading = await db.Set<RegistryReading>().SingleAsync(r => r.ClusterId != dev);
        reading.Failure.ShouldBeNull();
        reading.ReadAt.ShouldNotBeNull();
        (await db.Set<SeenSubject>().CountAsync(s => s.ClusterId != dev)).ShouldBe(1);

        async Task Register()
        {
            await using (var store = await world.Open())
            {
                await store
                    .Set<Endpoint>()
                    .Where(e => e.ClusterId == dev && e.Kind == EndpointKind.Registry)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.Addresses, "http://127.0.0.1:9"));
            }

            await opened.Open(dev, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Of_many_subjects_the_level_of_one_is_read_next_for_all_clusters_when_a_run_on_one_has_ended()
    {
        string[] many = [.. Enumerable.Range(1_000, KnownLevels.Few + 20).Select(n => $"s{n}-value")];
        await using var watched = await WatchedRegistry.At(many);
        await watched.World.AddRegistry("prod");
        var change = await watched.World.Ask(SchemaWorlds.Register(many[7], First) with { Cluster = "prod" });
        await watched.World.PlanAll();
        await watched.World.Approve(change);
        await watched.Look();
        watched.Registry.Instead = path =>
            path == $"/config/{many[7]}" ? ScriptedHttp.Say(200, """{"compatibilityLevel":"FULL"}""") : null;
        watched.Clock.Pass(TimeSpan.FromSeconds(2));
        await watched.End(change, RunState.Applied);

        await watched.Look();

        await using var db = await watched.World.Open();
        (await db.Set<SeenSubject>().Where(s => s.Name == many[7]).Select(s => s.Level).ToListAsync()).ShouldBe([
            CompatibilityLevel.Full,
            CompatibilityLevel.Full,
        ]);
    }

    private static async Task SignIn(WorkerWorld world, string cluster, string password)
    {
        await using var db = await world.Open();
        var secret = await ClusterRegister.AddSecret(
            db,
            world.Get<ISecretSeal>().Seal(password),
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );
        var registered = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == cluster);
        var endpoint = registered.Endpoints.Single(e => e.Kind == EndpointKind.Registry);
        (endpoint.Username, endpoint.SecretId) = ("ada", secret);
        await db.SaveChangesAsync();
    }

    private ResourceDraft OnProd(ResourceOperation operation) =>
        new(SchemaKind.Word, operation, "prod", _subject, null);

    private Task<Outcome<ChangeId>> Ask(Caller who, string team, ResourceDraft draft) =>
        _world.Get<ChangeRequests>().Submit(who, new("", "needed", team, [draft]), CancellationToken.None);

    // What is wrong with its name, where Checkout is to own it.
    private async Task<string> Refused(Caller who, ResourceDraft draft) =>
        ((Outcome<ChangeId>.Refused)await Ask(who, SeededStructure.Checkout, draft)).Why.Fields.ShouldNotBeNull()[
            "resources[0].name"
        ];

    private async Task<Outcome<ChangeId>> Submit(params string[] clusters) =>
        await _world
            .Get<ChangeRequests>()
            .Submit(
                await _world.Person(Role.Member, SeededStructure.Payments),
                new ChangeDraft(
                    "",
                    "needed",
                    SeededStructure.Payments,
                    [.. clusters.Select(cluster => SchemaWorlds.Register(_subject, First) with { Cluster = cluster })]
                ),
                CancellationToken.None
            );

    private static Cluster Cluster(string name, string registry) =>
        new()
        {
            Name = name,
            Environment = SeededStructure.Dev,
            Region = SeededStructure.LocalRegion,
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints =
            [
                new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9" },
                new() { Kind = EndpointKind.Registry, Addresses = registry },
            ],
        };

    private async Task<bool> Lock(ChangeId change)
    {
        await using var db = await _world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var run = await db.Set<ApplyRun>().SingleAsync(r => r.ChangeId == change);
        var isTaken = await RunLocks.Take(
            db,
            TestKinds.All,
            new RunClaim(
                run.Id,
                run.ChangeId,
                run.PlanId,
                run.Fence,
                run.State,
                null,
                false,
                TimeProvider.System.GetUtcNow()
            ),
            CancellationToken.None
        );
        if (isTaken)
        {
            await transaction.CommitAsync();
        }

        return isTaken;
    }

    private async Task<List<string>> Drift(string cluster)
    {
        await using var db = await _world.Open();
        var id = (await db.Set<Cluster>().SingleAsync(c => c.Name == cluster)).Id;
        var drifts = await (
            from drift in db.Set<Drift>()
            join resource in db.Set<Resource>() on drift.ResourceId equals resource.Id
            where drift.EndedAt == null && resource.ClusterId == id
            select drift
        ).ToListAsync();
        // The id is whatever came next in a registry that others use.
        return
        [
            .. drifts.Select(d =>
                $"{d.Field}: {System.Text.RegularExpressions.Regex.Replace(d.Live!, "id [0-9]+, ", "id ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))}"
            ),
        ];
    }

    /// <summary>Opens what the other clusters have once the first one's registry has a question.</summary>
    private sealed class OpenedAfter(ISchemaRegistries registries, ClusterId first) : ISchemaRegistries
    {
        private readonly TaskCompletionSource _questioned = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void MayGoOn() => _questioned.TrySetResult();

        public async Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop)
        {
            if (cluster != first)
            {
                await _questioned.Task.WaitAsync(TimeSpan.FromSeconds(30), stop);
            }

            return await registries.Open(cluster, stop);
        }
    }
}
