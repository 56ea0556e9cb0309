using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;

namespace Portal.Tests.Schemas;

/// <summary>Schemas in a world of workers: asked for, there and managed, looked at.</summary>
internal static class SchemaWorlds
{
    public static readonly ActBefore Soon = new(() => TimeSpan.FromSeconds(20));

    /// <summary>An order with these fields; all but the first have a default, so that each order reads each other.</summary>
    public static string Order(params string[] fields) =>
        $$"""{"type":"record","name":"Order","fields":[{{string.Join(",", fields.Select(Field))}}]}""";

    public static string Optional(string field) => $$"""{"name":"{{field}}","type":"string","default":""}""";

    public static SchemaSpec Spec(string text, CompatibilityLevel? level = null) =>
        new(SchemaType.Avro, text, [], level, SeededStructure.Payments);

    public static ResourceDraft Register(string subject, string text, CompatibilityLevel? level = null) =>
        new(SchemaKind.Word, ResourceOperation.Create, "dev", subject, Spec(text, level));

    public static ResourceDraft Change(string subject, string text, CompatibilityLevel? level = null) =>
        new(SchemaKind.Word, ResourceOperation.Update, "dev", subject, Spec(text, level));

    public static ResourceDraft Delete(string subject) =>
        new(SchemaKind.Word, ResourceOperation.Delete, "dev", subject, null, subject);

    public static async Task<ISchemaRegistry> Registry(this WorkerWorld world)
    {
        await using var db = await world.Open();
        var id = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await world.Get<ISchemaRegistries>().Open(id, CancellationToken.None);
    }

    public static async Task<LiveSchema?> LiveSchema(this WorkerWorld world, string subject) =>
        await (await world.Registry()).Subject(subject, CancellationToken.None);

    /// <summary>A subject that is there and managed, as if a change had made it.</summary>
    public static async Task ManageSchema(
        this WorkerWorld world,
        string subject,
        string text,
        CompatibilityLevel? level = null
    )
    {
        await world.RegisterBehindUs(subject, text);
        if (level is { } set)
        {
            await (await world.Registry()).SetLevel(subject, set, Soon, CancellationToken.None);
        }

        await world.Record(SchemaKind.Word, subject, Spec(text, level));
    }

    /// <summary>The cluster gets a registry that the watch reads; two clusters have the same.</summary>
    public static async Task AddRegistry(this WorkerWorld world, string name = "dev")
    {
        await using var db = await world.Open();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == name);
        cluster.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://registry.test" });
        await db.SaveChangesAsync();
    }

    /// <summary>The collector has just read the registry, or tried to.</summary>
    public static async Task ReadRegistry(this WorkerWorld world, string? failure = null)
    {
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        await db.Set<RegistryReading>().Where(r => r.ClusterId == dev).ExecuteDeleteAsync();
        db.Set<RegistryReading>()
            .Add(
                new RegistryReading
                {
                    ClusterId = dev,
                    ReadAt = now,
                    TriedAt = now,
                    Failure = failure,
                }
            );
        await db.SaveChangesAsync();
    }

    public static async Task<SchemaVersion> RegisterBehindUs(this WorkerWorld world, string subject, string text) =>
        await (await world.Registry()).Register(
            subject,
            new(SchemaType.Avro, text, ImmutableArray<SchemaReference>.Empty),
            Soon,
            CancellationToken.None
        );

    private static string Field(string field) =>
        field.StartsWith('{') ? field : $$"""{"name":"{{field}}","type":"string"}""";
}
