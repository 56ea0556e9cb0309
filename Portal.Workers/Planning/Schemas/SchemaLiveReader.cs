using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines.Registry;

namespace Portal.Workers.Planning.Schemas;

/// <summary>Subjects as their registry tells them now.</summary>
public sealed class SchemaLiveReader(ISchemaRegistries registries, IDbContextFactory<PortalDb> store) : ILiveReader
{
    public ResourceKind Kind => SchemaKind.Word;

    public async Task<LiveEngine> Read(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    )
    {
        var registry = await registries.Open(cluster, stop);
        var referredTo = await ReferredTo(cluster, names, stop);
        var subjects = await Task.WhenAll(names.Select(name => Read(registry, name, referredTo, stop)));
        return new(
            Kind,
            cluster,
            "",
            names
                .Zip(subjects)
                .ToImmutableSortedDictionary(s => s.First, s => (ResourceState?)s.Second, StringComparer.Ordinal),
            ImmutableDictionary<string, string>.Empty
        );
    }

    // Of versions before the newest as they were seen: they never change, and asking for each would take a request. One alone has none beside it.
    private async Task<ILookup<string, string>?> ReferredTo(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        if (names.Count < 2)
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await SeenSchemas.ReferredTo(db, cluster, names, stop);
    }

    private static async Task<LiveSchema?> Read(
        ISchemaRegistry registry,
        string name,
        ILookup<string, string>? referredTo,
        CancellationToken stop
    )
    {
        var newest = registry.Subject(name, stop);
        var versions = registry.AllVersions(name, stop);
        await Task.WhenAll(newest, versions);
        return newest.Result is { } live
            ? live with
            {
                Versions = versions.Result,
                FormerlyRefersTo = [.. referredTo?[name] ?? []],
                Former = await Before(registry, live, versions.Result, stop),
            }
            : null;
    }

    // The one that is the newest when the newest is deleted.
    private static async Task<ImmutableArray<LiveSchema>> Before(
        ISchemaRegistry registry,
        LiveSchema live,
        SubjectVersions versions,
        CancellationToken stop
    ) =>
        versions.BeforeNewest is { } number
        && await registry.Version(live.Subject, number, evenDeleted: false, stop) is { } found
            ? [found.ToLive(live.Subject)]
            : [];

    // A registry has no id of its own: the ids of its schemas, in the base, tell one from another.
    public async Task<string> EngineId(ClusterId cluster, CancellationToken stop)
    {
        await (await registries.Open(cluster, stop)).GlobalLevel(stop);
        return "";
    }

    public async Task<string?> WouldRefuse(
        ClusterId cluster,
        IReadOnlyCollection<Step> steps,
        IReadOnlyCollection<Step> whole,
        CancellationToken stop
    )
    {
        var registry = await registries.Open(cluster, stop);
        List<RegisterSchema> planned = [.. steps.OfType<RegisterSchema>()];
        if (PlannedVersions.Problem(planned) is { } order)
        {
            return order;
        }

        var answers = await Task.WhenAll(steps.Select(step => StepRefusals.Of(registry, planned, step, stop)));
        return answers.FirstOrDefault(words => words is not null);
    }
}
