using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.LocalCluster;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Web.Live;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Costs;

/// <summary>The web over a store that holds ever more: topics, groups, changes of many resources, in every state that pages show.</summary>
public class CostedWeb : WatchedWeb
{
    public WorkerWorld World { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        World = await WorkerWorld.Over(StoreConnection);
    }

    public override async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // What is kept for all pages is read again when something changed, never because time passed: no page is counted with it by chance.
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
            services
                .AddSingleton(at => ActivatorUtilities.CreateInstance<ManagedShelf>(at, new ManualTime()))
                .AddSingleton(at => ActivatorUtilities.CreateInstance<JobShelf>(at, new ManualTime()))
                .AddSingleton(at => ActivatorUtilities.CreateInstance<BreakGlassShelf>(at, new ManualTime()))
        );
    }

    /// <summary>So many of everything: topics with a reader, a schema, a job and a grant each, four changes that name all of them, and people.</summary>
    public async Task<Filled> Fill(int many)
    {
        var topics = Enumerable.Range(0, many).Select(i => $"filled.of{many}.n{i}").ToArray();
        var applied = await World.Ask([.. topics.Select(t => Create(t))]);
        await World.PlanAll();
        if ((await World.View(applied)).Row.State == ChangeState.PendingApproval)
        {
            await World.Approve(applied);
        }

        await World.ApplyAll();
        (await World.View(applied)).Row.State.ShouldBe(ChangeState.Applied);
        var waiting = await World.Ask([.. topics.Select(t => Update(t, 6, ("retention.ms", "1000")))]);
        await World.PlanAll();
        (await World.View(waiting)).Row.State.ShouldBe(ChangeState.PendingApproval);
        var sentBack = await World.Ask([.. topics.Select(t => Update(t, 7))]);
        await World.PlanAll();
        await World.SendBack(sentBack);
        var planning = await World.Ask([.. topics.Select(t => Update(t, 9))]);
        for (var i = 0; i < many; i++)
        {
            await World.Ask(Create($"single.of{many}.n{i}"));
        }

        await Drift(topics);
        await Show(topics);
        var subjects = topics.Select(t => $"{t}-value").ToArray();
        await Register(subjects);
        await Run(topics);
        await using var db = await Store.CreateDbContextAsync();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var (grant, account, review) = await CostedAccess.Fill(db, dev, topics, Now);
        var (person, portalAccount, breakGlass) = await CostedPeople.Fill(db, many, Now);
        return new Filled(topics[^1], subjects[^1])
        {
            Applied = applied,
            Waiting = waiting,
            SentBack = sentBack,
            Planning = planning,
            Grant = grant,
            Account = account,
            Review = review,
            Person = person,
            PortalAccount = portalAccount,
            BreakGlass = breakGlass,
        };
    }

    // Each has an owner; the last has as many runs as there are jobs.
    private async Task Run(string[] jobs)
    {
        await using var db = await Store.CreateDbContextAsync();
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        if (dev.Endpoints.TrueForAll(e => e.Kind != EndpointKind.Flink))
        {
            dev.Endpoints.Add(new Endpoint { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:9" });
            dev.Endpoints.Add(new Endpoint { Kind = EndpointKind.SqlGateway, Addresses = "http://127.0.0.1:9" });
            db.Add(
                new FlinkReading
                {
                    ClusterId = dev.Id,
                    ReadAt = Now,
                    TriedAt = Now,
                }
            );
        }

        var owner = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        var spec = JobWorlds.Spec(JobWorlds.Copy(jobs[0], jobs[^1]));
        foreach (var job in jobs)
        {
            db.AddRange(
                Enumerable
                    .Range(0, job == jobs[^1] ? jobs.Length : 1)
                    .Select(run => new SeenJob
                    {
                        ClusterId = dev.Id,
                        JobId = $"{job}.{run}",
                        Name = job,
                        Status = run == 0 ? FlinkStatus.Running : FlinkStatus.Finished,
                        Definition = spec.Definition,
                        StartedAt = Now.AddHours(-run),
                        FirstSeenAt = Now,
                        SeenAt = Now,
                    })
            );
            db.Add(
                new Resource
                {
                    Kind = JobKind.Word,
                    ClusterId = dev.Id,
                    Name = job,
                    OwnerTeamId = owner,
                    Spec = CoreJson.Write(spec),
                    CreatedAt = Now,
                    UpdatedAt = Now,
                }
            );
        }

        await db.SaveChangesAsync();
        await JobNotice.Send(db, dev.Id, CancellationToken.None);
    }

    // Each has an owner; the last has as many versions as there are subjects, and refers to all others.
    private async Task Register(string[] subjects)
    {
        await using var db = await Store.CreateDbContextAsync();
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        if (dev.Endpoints.TrueForAll(e => e.Kind != EndpointKind.Registry))
        {
            dev.Endpoints.Add(new Endpoint { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:9" });
            db.Add(
                new RegistryReading
                {
                    ClusterId = dev.Id,
                    ReadAt = Now,
                    TriedAt = Now,
                }
            );
        }

        var owner = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        foreach (var subject in subjects)
        {
            var versions = subject == subjects[^1] ? subjects.Length : 1;
            var others = subject == subjects[^1] ? subjects[..^1] : [];
            db.Add(
                new SeenSubject
                {
                    ClusterId = dev.Id,
                    Name = subject,
                    Newest = versions,
                    FirstSeenAt = Now,
                    SeenAt = Now,
                }
            );
            db.AddRange(
                Enumerable
                    .Range(1, versions)
                    .Select(version => new SeenSchema
                    {
                        ClusterId = dev.Id,
                        Subject = subject,
                        Version = version,
                        SchemaId = version,
                        Type = SchemaType.Avro,
                        Text = SchemaWorlds.Order("id"),
                        Refs = [.. others.Select(other => new SchemaReference(other, other, 1))],
                        FirstSeenAt = Now,
                    })
            );
            db.Add(
                new Resource
                {
                    Kind = SchemaKind.Word,
                    ClusterId = dev.Id,
                    Name = subject,
                    OwnerTeamId = owner,
                    Spec = CoreJson.Write(SchemaWorlds.Spec(SchemaWorlds.Order("id"))),
                    CreatedAt = Now,
                    UpdatedAt = Now,
                }
            );
        }

        await db.SaveChangesAsync();
    }

    private async Task Drift(string[] topics)
    {
        await using var db = await Store.CreateDbContextAsync();
        var known = await db.Set<Resource>().Where(r => topics.Contains(r.Name)).ToListAsync();
        db.AddRange(
            known.SelectMany(r =>
                topics.Select(
                    (_, i) =>
                        new Drift
                        {
                            ResourceId = r.Id,
                            Field = $"field.{i}",
                            Wanted = "1",
                            Live = "2",
                            FirstSeenAt = Now,
                            SeenAt = Now,
                        }
                )
            )
        );
        await db.SaveChangesAsync();
    }

    private async Task Show(string[] topics)
    {
        await using var db = await Store.CreateDbContextAsync();
        var dev = await db.Set<Cluster>().SingleAsync(c => c.Name == "dev");
        var sample = Sample;
        Health.Show(
            sample.Cluster(
                dev.Id,
                "dev",
                "dev",
                topics.Select(t => sample.Topic(t, topics.Length, LagStatus.Stalled, $"{t}.reader")),
                topics.Select(t =>
                    sample.Group(
                        $"{t}.reader",
                        LagStatus.Stalled,
                        1,
                        new Drain.Never(),
                        [
                            .. Enumerable
                                .Range(0, topics.Length)
                                .Select(p => sample.Partition(t, p, LagStatus.Stalled, 9, TimeSpan.FromMinutes(9))),
                        ]
                    )
                )
            )
        );
    }

    /// <param name="Topic">One of the topics.</param>
    /// <param name="Subject">Its schema's.</param>
    public sealed record Filled(string Topic, string Subject)
    {
        public required ChangeId Applied { get; init; }
        public required ChangeId Waiting { get; init; }
        public required ChangeId SentBack { get; init; }
        public required ChangeId Planning { get; init; }
        public required string Grant { get; init; }
        public required string Account { get; init; }
        public required long Review { get; init; }
        public required string Person { get; init; }
        public required string PortalAccount { get; init; }
        public required long BreakGlass { get; init; }
    }
}
