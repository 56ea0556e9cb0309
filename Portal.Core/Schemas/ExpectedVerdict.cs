using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>What the registry is going to say of a plan, by our own comparison of the texts: while somebody types it isn't asked.</summary>
internal static class ExpectedVerdict
{
    /// <summary>All that the texts refer to which are compared.</summary>
    public static IEnumerable<SchemaReference> References(ResourcePlan plan, LiveSchema? newest) =>
        plan.Steps.OfType<RegisterSchema>().SingleOrDefault() is not { } register ? []
        : newest is null ? register.References
        : [.. register.References, .. newest.References, .. Compared(plan, newest).SelectMany(f => f.References)];

    /// <param name="newest">The subject as it was last seen; null when there is none.</param>
    /// <param name="read">Reads a text with its references.</param>
    public static SchemaEvidence Of(
        ResourcePlan plan,
        LiveSchema? newest,
        Func<SchemaType, string, IReadOnlyCollection<SchemaReference>, SchemaRead> read,
        DateTimeOffset at
    )
    {
        var level = newest is null ? null : Level(plan, newest);
        if (plan.Steps.OfType<RegisterSchema>().SingleOrDefault() is not { } register)
        {
            return Say(
                UsedVersions.Deleted(plan.Steps) is not null ? SchemaVerdict.NotChecked : SchemaVerdict.NothingNew
            );
        }

        // A text without references was read before it came here.
        var now = read(register.Type, register.Text, register.References);
        return (now, newest) switch
        {
            (SchemaRead.Broken { Faults: var faults }, _) when !register.References.IsEmpty => Say(
                SchemaVerdict.Unreadable
            ) with
            {
                Words = [.. faults.Select(fault => $"{fault}")],
            },
            (_, null) => Say(SchemaVerdict.First),
            _ when level is null => Say(SchemaVerdict.NotChecked) with { Words = ["The level in force isn't known."] },
            (_, var before) => Compare(
                now,
                before,
                Compared(plan, before),
                level.Value,
                read,
                Say(SchemaVerdict.Compared)
            ),
        };

        SchemaEvidence Say(SchemaVerdict verdict) =>
            new(plan.On, verdict, [], verdict is SchemaVerdict.Compared or SchemaVerdict.NotChecked ? level : null, at);
    }

    // Those before the newest count for a level that is transitive.
    private static ImmutableArray<LiveSchema> Compared(ResourcePlan plan, LiveSchema newest) =>
        Level(plan, newest)?.IsTransitive() == true ? newest.Former : [];

    private static CompatibilityLevel? Level(ResourcePlan plan, LiveSchema newest) =>
        plan.Steps.OfType<SetCompatibility>().SingleOrDefault()?.After ?? newest.Level ?? newest.GlobalLevel;

    private static SchemaEvidence Compare(
        SchemaRead now,
        LiveSchema newest,
        ImmutableArray<LiveSchema> former,
        CompatibilityLevel level,
        Func<SchemaType, string, IReadOnlyCollection<SchemaReference>, SchemaRead> read,
        SchemaEvidence compared
    )
    {
        var then = read(newest.Type, newest.Text, newest.References);
        if (now is not SchemaRead.Fine { Schema: var candidate } || then is not SchemaRead.Fine { Schema: var before })
        {
            return compared with { Verdict = SchemaVerdict.NotChecked, Words = Why(now, then) };
        }

        // One that can't be read here is left to the registry.
        List<(int, AnySchema)> versions =
        [
            .. from one in former
            let readable = read(one.Type, one.Text, one.References) as SchemaRead.Fine
            where readable is not null
            select (one.Newest.Version, readable.Schema),
        ];
        var others = level.IsTransitive() ? (newest.Versions?.There.Length - 1) ?? former.Length : 0;
        compared = compared with
        {
            Fields = SchemaFieldDiff.Of(before, candidate),
            NotCompared = Math.Max(others, former.Length) - versions.Count,
        };
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

    private static ImmutableArray<string> Why(SchemaRead now, SchemaRead then) =>
        (now as SchemaRead.Unread ?? then as SchemaRead.Unread) is { Why: var why } ? [why] : [];
}
