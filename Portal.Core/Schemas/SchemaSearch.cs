using System.Collections.ObjectModel;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Schemas;

/// <summary>Which subjects have a word in their name, in their owner's title or in the path of a field. Upper and lower case don't count.</summary>
public sealed partial class SchemaSearch(IDbContextFactory<PortalDb> store)
{
    private const string Escape = @"\";

    /// <summary>Subjects by a part of their name, of their owner's title, or of a field's path; by cluster and name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<SchemaRow>> Find(string? environment, string words, CancellationToken stop)
    {
        if (words.Any(char.IsControl))
        {
            return [];
        }

        var pattern = Pattern(words);
        await using var db = await store.CreateDbContextAsync(stop);
        var owners = await db.Set<Team>()
            .Where(t => EF.Functions.ILike(t.Title, pattern, Escape))
            .Select(t => t.Id)
            .ToArrayAsync(stop);
        var seen = await SchemaRows.Seen(
            db,
            db.Set<SeenSubject>()
                .Where(s =>
                    EF.Functions.ILike(s.Name, pattern, Escape)
                    || (
                        owners.Length > 0
                        && db.Set<Resource>()
                            .Any(r =>
                                r.Kind == SchemaKind.Word
                                && r.ClusterId == s.ClusterId
                                && r.Name == s.Name
                                && r.GoneAt == null
                                && owners.Contains(r.OwnerTeamId)
                            )
                    )
                    || db.Set<SeenFields>()
                        .Any(f =>
                            f.ClusterId == s.ClusterId
                            && f.Subject == s.Name
                            && EF.Functions.Like(f.Search, pattern, Escape)
                        )
                ),
            stop
        );
        var managed = await SchemaRows.Managed(
            db,
            db.Set<Resource>()
                .Where(r =>
                    EF.Functions.ILike(r.Name, pattern, Escape)
                    || owners.Contains(r.OwnerTeamId)
                    || db.Set<SeenFields>()
                        .Any(f =>
                            f.ClusterId == r.ClusterId
                            && f.Subject == r.Name
                            && EF.Functions.Like(f.Search, pattern, Escape)
                        )
                ),
            stop
        );
        return
        [
            .. seen
                .Keys.Union(managed.Keys)
                .Where(key => environment is null || key.Environment == environment)
                .Select(key => SchemaRows.Of(key, seen.GetValueOrDefault(key), managed.GetValueOrDefault(key)))
                .OrderBy(row => row.Cluster, StringComparer.Ordinal)
                .ThenBy(row => row.Subject, StringComparer.Ordinal),
        ];
    }

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
    private static string Pattern(string words) => $"%{Special().Replace(words.ToLowerInvariant(), @"\$0")}%";

    [GeneratedRegex(@"[\\%_]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Special();

    private sealed record FoundField(string Cluster, string Subject, string Field);
}
