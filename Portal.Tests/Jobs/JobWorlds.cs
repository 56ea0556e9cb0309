using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Jobs in a world of workers: requested, there, looked at.</summary>
internal static class JobWorlds
{
    public static readonly ActBefore Soon = new(() => TimeSpan.FromSeconds(20));

    /// <summary>Copies one topic to another, and keeps state: how many it copied.</summary>
    public static string Copy(string from, string to, string act = "UPPER") =>
        $"INSERT INTO dev.`{to}` SELECT {act}(`value`) FROM dev.`{from}`";

    public static JobSpec Spec(
        string statements,
        JobDesired state = JobDesired.Running,
        int parallelism = 1,
        int checkpointSeconds = 1
    ) =>
        new(
            new(statements, parallelism, checkpointSeconds, JobGuarantee.ExactlyOnce, JobStartAt.Earliest, []),
            JobUpgradeMode.Savepoint,
            state,
            SeededStructure.Payments
        );

    public static ResourceDraft Start(string job, JobSpec spec) =>
        new(JobKind.Word, ResourceOperation.Create, "dev", job, spec);

    public static ResourceDraft Change(string job, JobSpec spec) =>
        new(JobKind.Word, ResourceOperation.Update, "dev", job, spec);

    public static ResourceDraft Cancel(string job) =>
        new(JobKind.Word, ResourceOperation.Delete, "dev", job, null, job);

    public static async Task<IFlink> Flink(this WorkerWorld world)
    {
        await using var db = await world.Open();
        var id = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await world.Get<IFlinkClusters>().Open(id, CancellationToken.None);
    }

    /// <summary>Those of this name that are alive.</summary>
    public static async Task<IReadOnlyList<FlinkJob>> Alive(this WorkerWorld world, string job) =>
        [.. (await (await world.Flink()).Jobs(CancellationToken.None)).Where(j => j.Name == job && j.IsAlive)];

    /// <summary>A job that runs and is managed, as if a change had started it.</summary>
    public static async Task ManageJob(this WorkerWorld world, string job, JobSpec spec)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job)).AsSpan(0, 16));
        await world.StartBehindUs(job, id, spec.Definition);
        await world.Record(JobKind.Word, job, spec);
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        db.Set<Incarnation>()
            .Add(
                new Incarnation
                {
                    Kind = JobKind.Word,
                    ClusterId = dev,
                    Name = job,
                    EngineId = id,
                    FirstSeenAt = now,
                }
            );
        await db.SaveChangesAsync();
    }

    /// <summary>The tables that a job would get now.</summary>
    public static async Task<ImmutableArray<JobTable>> Tables(
        this WorkerWorld world,
        string job,
        JobDefinition definition
    )
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await world.Get<JobTopics>().Of(dev, job, definition, PlannedTopics.None, CancellationToken.None);
    }

    /// <summary>Somebody starts a job past the portal; done once it runs.</summary>
    public static async Task StartBehindUs(this WorkerWorld world, string job, string id, JobDefinition definition)
    {
        var flink = await world.Flink();
        var submission = JobSubmission.Of(job, id, definition, await world.Tables(job, definition), from: null);
        await flink.Submit(submission, Soon, CancellationToken.None);
        await Deadline.Until(async () =>
            (await world.Alive(job)).Any(j => j.Id == id && j.Status == FlinkStatus.Running && j.Running == j.Tasks)
        );
    }

    /// <summary>Somebody cancels a job past the portal; done once it is over.</summary>
    public static async Task CancelBehindUs(this WorkerWorld world, string job)
    {
        var flink = await world.Flink();
        foreach (var alive in await world.Alive(job))
        {
            await flink.Cancel(alive.Id, Soon, CancellationToken.None);
        }

        await Deadline.Until(async () => (await world.Alive(job)).Count == 0);
    }

    /// <summary>Requests the change and gets it approved where it needs that.</summary>
    public static Task<ChangeId> Upgrade(this WorkerWorld world, string name, JobSpec to) =>
        world.Agreed(Change(name, to));

    /// <inheritdoc cref="Upgrade"/>
    public static async Task<ChangeId> Agreed(this WorkerWorld world, ResourceDraft draft)
    {
        var change = await world.Ask(draft);
        var view = await Deadline.For(async () =>
            await world.View(change) is { Row.State: not (ChangeState.Planning or ChangeState.Checking) } planned
                ? planned
                : null
        );
        if (view.Row.State == ChangeState.PendingApproval)
        {
            await world.Agree(change);
        }

        return change;
    }

    /// <summary>A run that a reading found alive.</summary>
    public static async Task SeeRun(this WorkerWorld world, string job, JobDefinition definition)
    {
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new SeenJob
            {
                ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id,
                JobId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job)).AsSpan(0, 16)),
                Name = job,
                Status = FlinkStatus.Running,
                Definition = definition,
                StartedAt = now,
                FirstSeenAt = now,
                SeenAt = now,
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>A subject's next version, of JSON, as it was seen. No registry is asked: tables are generated by what was seen of it.</summary>
    public static async Task SeeSubject(this WorkerWorld world, string subject, string text, int version = 1)
    {
        await using var db = await world.Open();
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        if (dev.Endpoints.All(e => e.Kind != EndpointKind.Registry))
        {
            dev.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:9" });
        }

        var now = TimeProvider.System.GetUtcNow();
        if (version == 1)
        {
            db.Add(
                new SeenSubject
                {
                    ClusterId = dev.Id,
                    Name = subject,
                    Newest = version,
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
        }

        db.Add(
            new SeenSchema
            {
                ClusterId = dev.Id,
                Subject = subject,
                Version = version,
                SchemaId = 100 + version,
                Type = SchemaType.Json,
                Text = text,
                Refs = [],
                FirstSeenAt = now,
            }
        );
        await db.SaveChangesAsync();
        await db.Set<SeenSubject>()
            .Where(s => s.ClusterId == dev.Id && s.Name == subject)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Newest, version));
    }

    /// <summary>A topic that is there and was seen by the collector.</summary>
    public static async Task SeeTopic(this WorkerWorld world, string topic)
    {
        await world.Manage(topic, 1);
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        db.Set<SeenTopic>()
            .Add(
                new SeenTopic
                {
                    ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id,
                    Name = topic,
                    TopicId = (await world.Live(topic))!.TopicId,
                    Partitions = 1,
                    Replication = 1,
                    IsInternal = false,
                    Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty,
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
        await db.SaveChangesAsync();
    }
}
