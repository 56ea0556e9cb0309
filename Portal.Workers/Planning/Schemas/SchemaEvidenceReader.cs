using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;

namespace Portal.Workers.Planning.Schemas;

/// <summary>What the registry says of each new version, asked without registering it, and who would miss what is deleted.</summary>
public sealed class SchemaEvidenceReader(ISchemaRegistries registries, SubjectUses uses, TimeProvider clock)
    : IEvidenceReader
{
    public ResourceKind Kind => SchemaKind.Word;

    public async Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    )
    {
        var registry = await registries.Open(live.Cluster, stop);
        return await Task.WhenAll(
            plans.Select(async plan =>
                (ResourceEvidence)await Read(registry, plan, live.Resources[plan.On.Name] as LiveSchema, stop)
            )
        );
    }

    private async Task<SchemaEvidence> Read(
        ISchemaRegistry registry,
        ResourcePlan plan,
        LiveSchema? live,
        CancellationToken stop
    )
    {
        var level = live?.Level ?? live?.GlobalLevel;
        if (plan.Steps.OfType<RegisterSchema>().SingleOrDefault() is not { } register)
        {
            var use = plan.Steps.Any(step => step is DeleteSubject)
                ? await uses.Of(plan.On.Cluster, plan.On.Name, stop)
                : null;
            return new(plan.On, SchemaVerdict.NothingNew, [], level, clock.GetUtcNow(), use);
        }

        var judged = live is null
            ? new(null, [])
            : await registry.Judge(plan.On.Name, new(register.Type, register.Text, register.References), stop);
        var movesLevel = plan.Steps.OfType<SetCompatibility>().Any(step => !step.IsNew);
        var verdict = judged.IsCompatible switch
        {
            null => SchemaVerdict.First,
            _ when movesLevel => SchemaVerdict.OtherLevel,
            true => SchemaVerdict.Compatible,
            false => SchemaVerdict.Incompatible,
        };
        return new(plan.On, verdict, judged.Words, level, clock.GetUtcNow());
    }
}
