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
        var level = newest is null ? null : Level(plan, newest);
        return (plan.Steps.OfType<RegisterSchema>().SingleOrDefault(), newest) switch
        {
            (null, _) when UsedVersions.Deleted(plan.Steps) is not null => Say(SchemaVerdict.NotChecked),
            (null, _) => Say(SchemaVerdict.NothingNew),
            (_, null) => Say(SchemaVerdict.First),
            (_, _) when level is null => Say(SchemaVerdict.NotChecked),
            var (register, before) => Compare(register, before, level.Value, Say(SchemaVerdict.Compared)),
        };

        SchemaEvidence Say(SchemaVerdict verdict) =>
            new(plan.On, verdict, [], verdict is SchemaVerdict.Compared or SchemaVerdict.NotChecked ? level : null, at);
    }

    private static CompatibilityLevel? Level(ResourcePlan plan, LiveSchema newest) =>
        plan.Steps.OfType<SetCompatibility>().SingleOrDefault()?.After ?? newest.Level ?? newest.GlobalLevel;

    private static SchemaEvidence Compare(
        RegisterSchema register,
        LiveSchema newest,
        CompatibilityLevel level,
        SchemaEvidence compared
    )
    {
        var now = Read(register.Type, register.Text, register.References);
        var then = Read(newest.Type, newest.Text, newest.References);
        if (now is not SchemaRead.Fine { Schema: var candidate } || then is not SchemaRead.Fine { Schema: var before })
        {
            return compared with { Verdict = SchemaVerdict.NotChecked, Words = Why(now, then) };
        }

        List<(int, AnySchema)> versions = level.IsTransitive() ? [.. Former(newest)] : [];
        var broken = AnySchema.Judge(level, candidate, [.. versions, (newest.Newest.Version, before)]);
        ImmutableArray<Incompatibility> certain = [.. broken.Where(rule => rule.IsCertain)];
        return certain.IsEmpty && broken.Count > 0
            ? compared with
            {
                Verdict = SchemaVerdict.NotChecked,
                Words = [.. broken.Select(rule => rule.Sentence)],
            }
            : compared with
            {
                Words = [.. certain.Select(rule => rule.Sentence)],
                Broken = certain,
            };
    }

    // One that can't be read here is left to the registry.
    private static IEnumerable<(int Version, AnySchema Schema)> Former(LiveSchema newest) =>
        from former in newest.Former
        let read = Read(former.Type, former.Text, former.References) as SchemaRead.Fine
        where read is not null
        select (former.Newest.Version, read.Schema);

    // What a reference names only the registry knows.
    private static SchemaRead? Read(SchemaType type, string text, ImmutableArray<SchemaReference> references) =>
        references.IsEmpty ? SchemaText.Read(type, text) : null;

    private static ImmutableArray<string> Why(SchemaRead? now, SchemaRead? then) =>
        (now as SchemaRead.Unread ?? then as SchemaRead.Unread) is { Why: var why } ? [why] : [];
}
