using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Planning.Schemas;

/// <summary>Subjects as their registry tells them now.</summary>
public sealed class SchemaLiveReader(ISchemaRegistries registries) : ILiveReader
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
        var subjects = await Task.WhenAll(names.Select(name => Read(registry, name, stop)));
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

    private static async Task<LiveSchema?> Read(ISchemaRegistry registry, string name, CancellationToken stop)
    {
        var newest = registry.Subject(name, stop);
        var versions = registry.AllVersions(name, stop);
        await Task.WhenAll(newest, versions);
        return newest.Result is { } live
            ? live with
            {
                Versions = versions.Result,
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

    public async Task<string?> WouldRefuse(ClusterId cluster, IReadOnlyCollection<Step> steps, CancellationToken stop)
    {
        var registry = await registries.Open(cluster, stop);
        List<RegisterSchema> planned = [.. steps.OfType<RegisterSchema>()];
        if (PlannedVersions.Problem(planned) is { } order)
        {
            return order;
        }

        var answers = await Task.WhenAll(steps.Select(step => WouldRefuse(registry, planned, step, stop)));
        return answers.FirstOrDefault(words => words is not null);
    }

    private static async Task<string?> WouldRefuse(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        Step step,
        CancellationToken stop
    )
    {
        try
        {
            return step switch
            {
                RegisterSchema register => await Missing(registry, planned, register, stop)
                    ?? await PlannedNumbers.Problem(registry, planned, register, stop)
                    ?? await HasIt(registry, planned, register, stop),
                SetCompatibility { After: CompatibilityLevel.None } when !await registry.KnowsOwnNone(stop) =>
                    $"This registry doesn't distinguish {step.On.Name}'s own NONE from no level at all, and holds its own level against it. Choose another level.",
                _ => null,
            };
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return refused.Message;
        }
    }

    private static async Task<string?> Missing(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        RegisterSchema step,
        CancellationToken stop
    )
    {
        var there = step.References.Where(to => PlannedVersions.MakerOf(to, planned) is null).ToList();
        var found = await Task.WhenAll(
            there.Select(to => registry.Version(to.Subject, to.Version, evenDeleted: false, stop))
        );
        return there.Where((_, i) => found[i] is null).FirstOrDefault() is { } missing
            ? $"{step.On.Name} refers to version {missing.Version} of {missing.Subject}, which isn't in the registry. Register it first, or in this request."
            : null;
    }

    // One that refers to what isn't registered yet can't be there, and a registry refuses to look for it.
    private static async Task<string?> HasIt(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        RegisterSchema step,
        CancellationToken stop
    ) =>
        step.References.All(to => PlannedVersions.MakerOf(to, planned) is null)
        && await registry.Find(step.On.Name, new(step.Type, step.Text, step.References), stop) is { } known
            ? $"The registry has this schema as version {known.Version} of {step.On.Name} already, and makes no older version the newest again. Change something in it, its documentation for example."
            : null;
}
