using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Fields;
using Portal.Schemas.Formats;

namespace Portal.Workers.Planning.Schemas;

/// <summary>What the registry says of each new version, asked without registering it, and who reads and writes by what changes or goes.</summary>
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
        // Of the whole plan: while it is applied some of its subjects are looked at without the others.
        var steps = plans
            .Select(plan => plan.Whole)
            .Distinct()
            .SelectMany(whole => whole)
            .Where(step => step.On.Cluster == live.Cluster)
            .ToList();
        List<RegisterSchema> planned = [.. steps.OfType<RegisterSchema>()];
        var judged = await Task.WhenAll(
            plans.Select(plan => Judge(registry, planned, plan, live.Resources[plan.On.Name] as LiveSchema, stop))
        );
        List<string> deleted = [.. steps.OfType<DeleteSubject>().Select(step => step.On.Name)];
        var permanentlyGone = UsedVersions.PermanentlyGone(steps);
        List<ResourceEvidence> evidence = [];
        foreach (var (plan, judgement) in plans.Zip(judged))
        {
            var use =
                plan.Steps.Count == 0
                    ? null
                    : await uses.Of(
                        plan.On.Cluster,
                        plan.On.Name,
                        (UsedVersions.Deleted(plan.Steps) ?? UsedVersions.All) with
                        {
                            DeletedToo = deleted,
                            PermanentlyGoneToo = permanentlyGone,
                            Newest = (live.Resources[plan.On.Name] as LiveSchema)?.Newest,
                            Registered = plan.Steps.OfType<RegisterSchema>().SingleOrDefault(),
                            Planned = plan.Steps.OfType<RegisterSchema>().Any() ? plan.Whole : [],
                        },
                        stop
                    );
            var fields = await Fields(registry, planned, plan, live.Resources[plan.On.Name] as LiveSchema, stop);
            evidence.Add(judgement with { Use = use, Fields = fields });
        }

        return evidence;
    }

    private async Task<SchemaEvidence> Judge(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        ResourcePlan plan,
        LiveSchema? live,
        CancellationToken stop
    )
    {
        var level = live?.Level ?? live?.GlobalLevel;
        if (plan.Steps.OfType<RegisterSchema>().SingleOrDefault() is not { } register)
        {
            return new(plan.On, SchemaVerdict.NothingNew, [], level, clock.GetUtcNow());
        }

        if (register.References.Resolved(plan.On.Name).Any(to => PlannedVersions.MakerOf(to, planned) is not null))
        {
            return await Unregistered(registry, planned, plan, register, live, stop);
        }

        var judged = live is null
            ? new(null, [])
            : await registry.Judge(plan.On.Name, new(register.Type, register.Text, register.References), level, stop);
        var movesLevel = plan.Steps.OfType<SetCompatibility>().Any(step => !step.IsNew);
        var verdict = judged.IsCompatible switch
        {
            null => SchemaVerdict.First,
            _ when movesLevel => SchemaVerdict.OtherLevel,
            true when judged.IsOfNewestAlone => SchemaVerdict.ComparedWithNewest,
            true => SchemaVerdict.Compatible,
            false => SchemaVerdict.Incompatible,
        };
        return new(plan.On, verdict, judged.Words, level, clock.GetUtcNow());
    }

    // Without references the step itself tells.
    private static async Task<IReadOnlyList<FieldChange>?> Fields(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        ResourcePlan plan,
        LiveSchema? live,
        CancellationToken stop
    )
    {
        if (
            plan.Steps.OfType<RegisterSchema>().SingleOrDefault() is not { } register
            || (register.References.IsEmpty && live?.References.IsEmpty != false)
        )
        {
            return null;
        }

        var schemas = new ReferencedSchemas(registry, planned);
        var subject = plan.On.Name;
        var now = await schemas.Read(subject, new(register.Type, register.Text, register.References), stop);
        var then = live is null ? null : await schemas.Read(subject, new(live.Type, live.Text, live.References), stop);
        return now is SchemaRead.Fine { Schema: var after } && (live is null || then is SchemaRead.Fine)
            ? SchemaFieldDiff.Of((then as SchemaRead.Fine)?.Schema, after)
            : null;
    }

    // The portal compares by the level that the plan sets first, and where that is NONE by the one before: what it would have refused is told.
    private async Task<SchemaEvidence> Unregistered(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        ResourcePlan plan,
        RegisterSchema register,
        LiveSchema? live,
        CancellationToken stop
    )
    {
        var set = plan.Steps.OfType<SetCompatibility>().SingleOrDefault(step => !step.IsNew)?.After;
        var now = live?.Level ?? live?.GlobalLevel;
        var level = set is null or CompatibilityLevel.None ? now : set;
        var (verdict, words) = await UnregisteredComparison.Judge(
            registry,
            planned,
            register,
            live,
            level,
            isWaived: set == CompatibilityLevel.None,
            stop
        );
        return new(plan.On, verdict, words, level, clock.GetUtcNow());
    }
}
