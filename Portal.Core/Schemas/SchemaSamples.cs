using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Samples of topics' newest records, from the store. No engine is asked.</summary>
public static class SchemaSamples
{
    /// <summary>Of the ids of a subject's versions, deleted ones too: records still carry them.</summary>
    /// <param name="topic">The one that its name stands for; null: none.</param>
    public static async Task<IdsInRecords> OfSubject(
        PortalDb db,
        ClusterId cluster,
        string subject,
        UsedVersions of,
        string? topic,
        CancellationToken stop
    )
    {
        int[] numbers = [.. of.Numbers];
        var versions = await SubjectIds.Of(db, cluster, subject, of, stop);
        int[] ids = [.. versions.Keys];
        var seen = db.Set<SeenSchema>().Where(s => s.ClusterId == cluster && s.Subject == subject);
        var areAllKnown =
            !await IsAnother(seen, of.Newest, stop)
            && (of.Numbers.IsEmpty || await seen.CountAsync(s => numbers.Contains(s.Version), stop) == numbers.Length);
        if (ids.Length == 0)
        {
            return new([], null, areAllKnown);
        }

        var shared = await db.Set<SeenSchema>()
            .InContextOf(subject)
            .Where(s => s.ClusterId == cluster && s.Subject != subject && s.GoneAt == null && ids.Contains(s.SchemaId))
            .Select(s => s.SchemaId)
            .Distinct()
            .ToListAsync(stop);
        var samples = await There(db, cluster)
            .Where(s => s.Topic == topic || s.Carried.Any(id => ids.Contains(id)))
            .ToListAsync(stop);
        return new(
            [
                .. from sample in samples
                where sample.TakenAt is not null
                from use in sample.Ids
                where ids.Contains(use.Id)
                orderby use.Records descending, sample.Topic
                select new CarriedId(
                    sample.Topic,
                    use.Part,
                    use.Id,
                    use.Records,
                    sample.Records,
                    use.NewestAt,
                    sample.TakenAt!.Value,
                    versions[use.Id],
                    use.Bytes,
                    shared.Contains(use.Id)
                ),
            ],
            samples.Find(s => s.Topic == topic) is { } own ? State(own) : null,
            areAllKnown
        );
    }

    // Deleted permanently and made again, a subject has the same numbers, and other ids than were seen.
    private static async Task<bool> IsAnother(
        IQueryable<SeenSchema> seen,
        SchemaVersion? newest,
        CancellationToken stop
    ) => newest is { } now && await seen.AnyAsync(s => s.Version == now.Version && s.SchemaId != now.Id, stop);

    /// <returns>Null: it wasn't sampled yet.</returns>
    public static async Task<TopicSample?> OfTopic(PortalDb db, ClusterId cluster, string topic, CancellationToken stop)
    {
        if (await There(db, cluster).SingleOrDefaultAsync(s => s.Topic == topic, stop) is not { } sample)
        {
            return null;
        }

        var owners = await db.Set<SeenSchema>()
            .Where(s => s.ClusterId == cluster && sample.Carried.Contains(s.SchemaId))
            .OrderBy(s => s.Subject)
            .ThenByDescending(s => s.Version)
            .Select(s => new { s.SchemaId, Owner = new IdOwner(s.Subject, s.Version) })
            .ToListAsync(stop);
        return new(
            State(sample),
            [
                .. sample
                    .Ids.OrderByDescending(use => use.Records)
                    .Select(use => new TopicSchemaId(
                        use,
                        [.. owners.Where(o => o.SchemaId == use.Id).Select(o => o.Owner).DistinctBy(o => o.Subject)]
                    )),
            ]
        );
    }

    // A topic made again under the name is another one.
    private static IQueryable<SchemaSample> There(PortalDb db, ClusterId cluster) =>
        from sample in db.Set<SchemaSample>().AsNoTracking()
        join seen in db.Set<Topics.SeenTopic>()
            on new
            {
                sample.ClusterId,
                Name = sample.Topic,
                sample.TopicId,
            } equals new
            {
                seen.ClusterId,
                seen.Name,
                seen.TopicId,
            }
        where sample.ClusterId == cluster && seen.GoneAt == null
        select sample;

    private static SampleState State(SchemaSample sample) =>
        new(sample.Topic, sample.Records, sample.Unread, sample.TakenAt, sample.Failure) { Ends = sample.Ends };
}
