using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>What the registry is going to say of a plan, by our own comparison of the texts: while somebody types it isn't asked.</summary>
internal static class ExpectedVerdict
{
    /// <param name="newest">The subject as it was last seen; null when there is none.</param>
    public static SchemaEvidence Of(ResourcePlan plan, LiveSchema? newest, DateTimeOffset at)
    {
        var (verdict, words, level) = (plan.Steps.OfType<RegisterSchema>().SingleOrDefault(), newest) switch
        {
            (null, _) when plan.Steps.Any(step => step is DeleteSubject) => (SchemaVerdict.NotChecked, [], null),
            (null, _) => (SchemaVerdict.NothingNew, [], null),
            (_, null) => (SchemaVerdict.First, [], null),
            var (register, before) => Compare(register, before, Level(plan, before)),
        };
        return new(plan.On, verdict, words, level, at);
    }

    private static CompatibilityLevel? Level(ResourcePlan plan, LiveSchema newest) =>
        plan.Steps.OfType<SetCompatibility>().SingleOrDefault()?.After ?? newest.Level ?? newest.GlobalLevel;

    private static (SchemaVerdict, ImmutableArray<string>, CompatibilityLevel?) Compare(
        RegisterSchema register,
        LiveSchema newest,
        CompatibilityLevel? level
    )
    {
        if (level is null || Read(register.Type, register.Text, register.References) is not { } candidate)
        {
            return (SchemaVerdict.NotChecked, [], level);
        }

        if (Read(newest.Type, newest.Text, newest.References) is not { } before)
        {
            return (SchemaVerdict.NotChecked, [], level);
        }

        var broken = AnySchema.Judge(level.Value, candidate, [(newest.Newest.Version, before)]);
        return broken.All(rule => !rule.IsCertain) && broken.Count > 0
            ? (SchemaVerdict.NotChecked, [], level)
            : (SchemaVerdict.Compared, [.. broken.Where(rule => rule.IsCertain).Select(rule => rule.Sentence)], level);
    }

    // What a reference names only the registry knows, and Protobuf is its to read.
    private static AnySchema? Read(SchemaType type, string text, ImmutableArray<SchemaReference> references) =>
        type != SchemaType.Protobuf
        && references.IsEmpty
        && SchemaText.Read(type, text) is SchemaRead.Fine { Schema: var schema }
            ? schema
            : null;
}
