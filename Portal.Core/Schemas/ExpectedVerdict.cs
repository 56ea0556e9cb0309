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
        if (level is null)
        {
            return (SchemaVerdict.NotChecked, [], level);
        }

        var now = Read(register.Type, register.Text, register.References);
        var then = Read(newest.Type, newest.Text, newest.References);
        if (now is not SchemaRead.Fine { Schema: var candidate } || then is not SchemaRead.Fine { Schema: var before })
        {
            return (SchemaVerdict.NotChecked, Why(now, then), level);
        }

        var broken = AnySchema.Judge(level.Value, candidate, [(newest.Newest.Version, before)]);
        return broken.All(rule => !rule.IsCertain) && broken.Count > 0
            ? (SchemaVerdict.NotChecked, [.. broken.Select(rule => rule.Sentence)], level)
            : (SchemaVerdict.Compared, [.. broken.Where(rule => rule.IsCertain).Select(rule => rule.Sentence)], level);
    }

    // What a reference names only the registry knows.
    private static SchemaRead? Read(SchemaType type, string text, ImmutableArray<SchemaReference> references) =>
        references.IsEmpty ? SchemaText.Read(type, text) : null;

    private static ImmutableArray<string> Why(SchemaRead? now, SchemaRead? then) =>
        (now as SchemaRead.Unread ?? then as SchemaRead.Unread) is { Why: var why } ? [why] : [];
}
