using System.Collections.Immutable;
using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;

namespace Portal.Workers.Planning.Schemas;

/// <summary>The judgement of a version that the registry can't be asked about, because what it refers to is registered by the same plan.</summary>
internal static class UnregisteredComparison
{
    // More former versions are left to the registry.
    private const int MostFormer = 100;

    /// <param name="planned">All that the plan registers there.</param>
    /// <param name="live">Null when the subject is new.</param>
    /// <param name="level">The level to compare by; null when it isn't known.</param>
    /// <param name="isWaived">The plan sets NONE first: what the comparison finds is evidence only. A text that can't be read stays one.</param>
    public static async Task<(SchemaVerdict Judged, ImmutableArray<string> Words)> Judge(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        RegisterSchema register,
        LiveSchema? live,
        CompatibilityLevel? level,
        bool isWaived,
        CancellationToken stop
    )
    {
        var schemas = new ReferencedSchemas(registry, planned);
        switch (await schemas.Read(register.On.Name, new(register.Type, register.Text, register.References), stop))
        {
            case SchemaRead.Broken broken:
                return (SchemaVerdict.Unreadable, [.. broken.Faults.Select(fault => $"{fault}")]);
            case SchemaRead.Unread unread:
                return (SchemaVerdict.Undecided, [unread.Why]);
            case SchemaRead.Fine when live is null:
                return (SchemaVerdict.First, []);
            case SchemaRead.Fine { Schema: var candidate }:
                var (verdict, words) = await Compare(registry, schemas, candidate, live, level, stop);
                return !isWaived
                    ? (verdict, words)
                    : (SchemaVerdict.OtherLevel, verdict == SchemaVerdict.ComparedUnregistered ? words : []);
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }

    private static async Task<(SchemaVerdict, ImmutableArray<string>)> Compare(
        ISchemaRegistry registry,
        ReferencedSchemas schemas,
        AnySchema candidate,
        LiveSchema live,
        CompatibilityLevel? level,
        CancellationToken stop
    ) =>
        level is null ? (SchemaVerdict.Undecided, ["The level in force isn't known."])
        : await Versions(registry, schemas, live, level.Value, stop) is { } versions
            ? VerdictOf(AnySchema.Judge(level.Value, candidate, versions))
        : (SchemaVerdict.Undecided, ["Not every version it is compared with can be read by the portal."]);

    private static (SchemaVerdict, ImmutableArray<string>) VerdictOf(IReadOnlyList<Incompatibility> broken)
    {
        ImmutableArray<string> certain = [.. broken.Where(rule => rule.IsCertain).Select(rule => rule.Sentence)];
        return certain.IsEmpty && broken.Count > 0
            ? (SchemaVerdict.Undecided, [.. broken.Select(rule => rule.Sentence)])
            : (SchemaVerdict.ComparedUnregistered, certain);
    }

    /// <returns>Null when one of them can't be read here.</returns>
    private static async Task<IReadOnlyList<(int, AnySchema)>?> Versions(
        ISchemaRegistry registry,
        ReferencedSchemas schemas,
        LiveSchema live,
        CompatibilityLevel level,
        CancellationToken stop
    )
    {
        var numbers = level.IsTransitive() ? await registry.Versions(live.Subject, stop) : [live.Newest.Version];
        if (numbers.Count > MostFormer)
        {
            return null;
        }

        var versions = new List<(int, AnySchema)>();
        foreach (var number in numbers.Order())
        {
            var version = await registry.Version(live.Subject, number, evenDeleted: false, stop);
            if (
                version is null
                || await schemas.Read(live.Subject, version.Schema, stop) is not SchemaRead.Fine { Schema: var schema }
            )
            {
                return null;
            }

            versions.Add((number, schema));
        }

        return versions;
    }
}
