using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Engines.Registry;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Schemas;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>What the collectors saw of the cluster dev, without their having run; and what they see when they run.</summary>
internal static class SeenWorlds
{
    private static readonly string Text = SchemaWorlds.Order("id");

    /// <summary>A version of a subject, whatever the registry has.</summary>
    public static Task SeeVersion(
        this WorkerWorld world,
        string subject,
        int version,
        int id,
        params SchemaReference[] refs
    ) => world.See(subject, new(new(version, id), new(SchemaType.Avro, Text, [.. refs])));

    /// <summary>The versions that a subject has in the registry.</summary>
    public static async Task SeeVersions(this WorkerWorld world, string subject)
    {
        var registry = await world.Registry();
        foreach (var number in await registry.Versions(subject, CancellationToken.None))
        {
            await world.See(subject, (await registry.Version(subject, number, false, CancellationToken.None))!);
        }
    }

    public static async Task SeeTopic(this WorkerWorld world, string topic, Guid id = default, string cluster = "dev")
    {
        await using var db = await world.Open();
        var on = (await db.Set<Cluster>().SingleAsync(c => c.Name == cluster)).Id;
        var now = TimeProvider.System.GetUtcNow();
        db.Set<SeenTopic>()
            .Add(
                new SeenTopic
                {
                    ClusterId = on,
                    Name = topic,
                    TopicId = id,
                    Partitions = 3,
                    Replication = 1,
                    IsInternal = false,
                    Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty,
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
        await db.SaveChangesAsync();
    }

    /// <summary>60 of the newest 80 records of a topic that was seen carry each of these ids.</summary>
    public static async Task SampleCarries(this WorkerWorld world, string topic, params int[] ids)
    {
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        db.Set<SchemaSample>()
            .Add(
                new SchemaSample
                {
                    ClusterId = await Dev(db),
                    Topic = topic,
                    TopicId = Guid.Empty,
                    Records = 80,
                    Ids = [.. ids.Select(id => new SchemaIdUse(RecordPart.Value, id, 60, 6_000, now))],
                    Carried = ids,
                    TakenAt = now,
                    TriedAt = now,
                }
            );
        await db.SaveChangesAsync();
    }

    /// <summary>The collector of subjects and the watch for drift run once.</summary>
    public static async Task LookAtRegistries(this WorkerWorld world)
    {
        await new SubjectWatch(world.Stores, world.Get<ISchemaRegistries>(), TimeProvider.System).Look(
            CancellationToken.None
        );
        await new DriftWatch(
            world.Stores,
            TestKinds.All,
            [new SchemaDriftReader(world.Get<ResourceKinds>())],
            TimeProvider.System
        ).Look(CancellationToken.None);
    }

    /// <summary>What drifts as far as the watch has found: fields, and how they are live.</summary>
    public static async Task<List<string>> Drifted(this WorkerWorld world)
    {
        await using var db = await world.Open();
        return await db.Set<Drift>()
            .Where(d => d.EndedAt == null)
            .OrderBy(d => d.Field)
            .Select(d => $"{d.Field} {d.Live}")
            .ToListAsync();
    }

    /// <summary>The one check of a plan whose name begins so.</summary>
    public static (CheckVerdict Verdict, string Words) Check(this ChangeView view, string what)
    {
        var found = view.Checks.Single(check => check.Name.StartsWith(what, StringComparison.Ordinal));
        return (found.Verdict, found.Words);
    }

    public static async Task<ClusterId> Dev(DbContext db) =>
        (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;

    private static async Task See(this WorkerWorld world, string subject, RegisteredSchema version)
    {
        await using var db = await world.Open();
        db.Set<SeenSchema>()
            .Add(
                new SeenSchema
                {
                    ClusterId = await Dev(db),
                    Subject = subject,
                    Version = version.At.Version,
                    SchemaId = version.At.Id,
                    Type = version.Schema.Type,
                    Text = version.Schema.Text,
                    Refs = version.Schema.References,
                    FirstSeenAt = TimeProvider.System.GetUtcNow(),
                }
            );
        await db.SaveChangesAsync();
    }
}
