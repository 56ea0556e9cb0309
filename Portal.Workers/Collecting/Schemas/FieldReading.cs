using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Schemas.Formats;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// Reads the fields of subjects whose newest version is another than the one whose fields are stored, from the texts that were seen, and which
/// topic they are named after. A text that can't be read has no fields. Safe to repeat: each part is saved by itself.
/// </summary>
internal sealed class FieldReading(PortalDb db, ClusterId cluster)
{
    private const int AtOnce = 1_000;

    public async Task Read(CancellationToken stop)
    {
        while (await ReadSome(stop) == AtOnce)
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <returns>How many subjects' fields were read.</returns>
    private async Task<int> ReadSome(CancellationToken stop)
    {
        var outdated = await (
            from subject in db.Set<SeenSubject>()
            join version in db.Set<SeenSchema>()
                on new
                {
                    subject.ClusterId,
                    Subject = subject.Name,
                    Version = subject.Newest,
                } equals new
                {
                    version.ClusterId,
                    version.Subject,
                    version.Version,
                }
            where
                subject.ClusterId == cluster
                && subject.GoneAt == null
                && !db.Set<SeenFields>()
                    .Any(f =>
                        f.ClusterId == subject.ClusterId
                        && f.Subject == subject.Name
                        && f.Version == version.Version
                        && f.SchemaId == version.SchemaId
                    )
            orderby subject.Name
            select new { Subject = subject, Version = version }
        )
            .Take(AtOnce)
            .ToListAsync(stop);
        if (outdated.Count == 0)
        {
            return 0;
        }

        // Those that many refer to are read once.
        var references = new SeenReferences(db, cluster);
        var read = new List<(SeenSubject Subject, SeenSchema Version, string Paths)>();
        foreach (var (subject, version) in outdated.Select(row => (row.Subject, row.Version)))
        {
            var schema = (await references.Read(version, stop) as SchemaRead.Fine)?.Schema;
            read.Add((subject, version, Paths(schema)));
        }

        await Write(read, stop);
        return outdated.Count;
    }

    private async Task Write(List<(SeenSubject Subject, SeenSchema Version, string Paths)> read, CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await SeenLock.Take(db, cluster, stop);
        var subjects = read.Select(row => row.Subject.Name).ToArray();
        var stored = await db.Set<SeenFields>()
            .Where(f => f.ClusterId == cluster && subjects.Contains(f.Subject))
            .ToDictionaryAsync(f => f.Subject, StringComparer.Ordinal, stop);
        foreach (var (subject, version, paths) in read)
        {
            subject.NameBy(version);
            if (stored.GetValueOrDefault(version.Subject) is { } fields)
            {
                (fields.Version, fields.SchemaId, fields.Paths) = (version.Version, version.SchemaId, paths);
            }
            else
            {
                db.Add(
                    new SeenFields
                    {
                        ClusterId = cluster,
                        Subject = version.Subject,
                        Version = version.Version,
                        SchemaId = version.SchemaId,
                        Paths = paths,
                    }
                );
            }
        }

        await SeenNotice.Save(db, cluster, stop);
        await transaction.CommitAsync(stop);
    }

    // JSON's names may hold any character; a line of the store ends at one, and it takes no NUL.
    private static string Paths(AnySchema? schema) =>
        string.Join(
            '\n',
            (schema?.Fields(SeenFields.Most) ?? [])
                .Select(field => string.Concat(field.Path.Select(c => char.IsControl(c) ? ' ' : c)))
                .Distinct(StringComparer.Ordinal)
        );
}
