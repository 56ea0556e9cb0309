using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>
/// The subjects that a topic's values and keys go by: those named after it, which may be managed and not seen yet, and those named after a
/// record alone whose ids its newest records carry.
/// </summary>
internal static class TopicSubjects
{
    // More are in the list of schemas.
    private const int Most = 50;

    public static async Task<IReadOnlyList<string>> Of(
        PortalDb db,
        ClusterId cluster,
        string topic,
        TopicSample? sample,
        CancellationToken stop
    )
    {
        var named = await db.Set<SeenSubject>()
            .Where(s => s.ClusterId == cluster && s.Topic == topic && s.GoneAt == null)
            .OrderBy(s => s.Name)
            .Select(s => s.Name)
            .Take(Most)
            .ToListAsync(stop);
        string[] carried =
        [
            .. (sample?.Ids ?? []).SelectMany(id => id.Owners).Select(owner => owner.Subject).Distinct().Take(Most),
        ];
        var newest = await SeenSchemas.Newest(db, cluster, carried, stop);
        return
        [
            .. SubjectName
                .OfTopic(topic)
                .Concat(named)
                .Concat(newest.Where(s => SubjectName.IsOfRecord(s.Subject, s.Type, s.Text)).Select(s => s.Subject))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
