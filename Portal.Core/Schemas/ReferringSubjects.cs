using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Which subjects refer to one, by what was last seen of a registry.</summary>
internal static class ReferringSubjects
{
    /// <summary>The subjects that are there, stay, and refer to one of these versions, by name.</summary>
    public static async Task<List<string>> To(
        PortalDb db,
        ClusterId cluster,
        string subject,
        UsedVersions of,
        CancellationToken stop
    )
    {
        // In its own context others may refer to it by its name alone.
        string[] names = [.. new[] { subject, SubjectContext.Within(subject) }.Distinct(StringComparer.Ordinal)];
        string[] named = of.Numbers.IsEmpty
            ? [.. names.Select(name => CoreJson.Write(new[] { new { subject = name } }))]
            :
            [
                .. from name in names
                from version in of.Numbers
                select CoreJson.Write(new[] { new { subject = name, version } }),
            ];
        string[] gone = [subject, .. of.DeletedToo];
        var rows = await db.Set<SeenSchema>()
            .FromSql(
                $"""
                select * from seen_schema
                where cluster_id = {cluster.Value} and gone_at is null and subject <> all ({gone}) and refs @> any ({named}::jsonb[])
                """
            )
            .Select(s => new { s.Subject, s.Refs })
            .ToListAsync(stop);
        var resolved = rows.ToLookup(row => row.Refs.Resolved(row.Subject).Any(IsOne));
        // A registry that has no contexts takes the name as it is written: where no subject of the referrer's context has it, this one is meant.
        var meant = (
            from row in resolved[false]
            from to in row.Refs.Zip(row.Refs.Resolved(row.Subject))
            where IsOne(to.First)
            select (row.Subject, Within: to.Second.Subject)
        ).ToList();
        var within = meant.Select(m => m.Within).Distinct(StringComparer.Ordinal).ToArray();
        var there =
            within.Length == 0
                ? []
                : await db.Set<SeenSchema>()
                    .Where(s => s.ClusterId == cluster && s.GoneAt == null && within.Contains(s.Subject))
                    .Select(s => s.Subject)
                    .Distinct()
                    .ToListAsync(stop);
        var referring = resolved[true]
            .Select(row => row.Subject)
            .Concat(meant.Where(m => !there.Contains(m.Within, StringComparer.Ordinal)).Select(m => m.Subject));
        return [.. referring.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        bool IsOne(SchemaReference to) =>
            to.Subject == subject && (of.Numbers.IsEmpty || of.Numbers.Contains(to.Version));
    }
}
