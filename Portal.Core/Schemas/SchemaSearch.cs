using System.Collections.ObjectModel;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Which field of a subject has a word in its path. Upper and lower case don't count.</summary>
public sealed partial class SchemaSearch(IDbContextFactory<PortalDb> store)
{
    /// <summary>The first field that has the words, of each subject with one, by cluster and subject.</summary>
    /// <param name="subjects">Only of subjects with these names; null: of all.</param>
    public async Task<IReadOnlyDictionary<(string Cluster, string Subject), string>> Fields(
        string words,
        IReadOnlyCollection<string>? subjects,
        CancellationToken stop
    )
    {
        if (words.Any(char.IsControl) || subjects?.Count == 0)
        {
            return ReadOnlyDictionary<(string Cluster, string Subject), string>.Empty;
        }

        var (part, pattern, among) = (words.ToLowerInvariant(), Pattern(words), subjects?.ToArray());
        await using var db = await store.CreateDbContextAsync(stop);
        // The line that has it is counted in what was searched, and taken from what was written: lower case may be longer.
        var found = await db
            .Database.SqlQuery<FoundField>(
                $"""
                select c.name as cluster, f.subject,
                    split_part(f.paths, E'\n', length(before) - length(replace(before, E'\n', '')) + 1) as field
                from seen_fields f
                join cluster c on c.id = f.cluster_id
                cross join lateral (select left(f.search, strpos(f.search, {part})) as before) found
                where f.search like {pattern} and c.deregistered_at is null
                    and ({among}::text[] is null or f.subject = any ({among}))
                """
            )
            .ToListAsync(stop);
        return found.ToDictionary(row => (row.Cluster, row.Subject), row => row.Field);
    }

    // What LIKE takes for any text stands for itself.
    internal static string Pattern(string words) => $"%{Special().Replace(words.ToLowerInvariant(), @"\$0")}%";

    [GeneratedRegex(@"[\\%_]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Special();

    private sealed record FoundField(string Cluster, string Subject, string Field);
}
