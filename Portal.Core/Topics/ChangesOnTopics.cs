using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Topics;

/// <summary>A change of a topic that a group reads, and who requested it, by full name.</summary>
public sealed record TopicChange(
    ChangeId Id,
    string Title,
    ChangeState State,
    string RequestedBy,
    DateTimeOffset At,
    IReadOnlyList<ChangedTopic> Topics
);

/// <summary>A topic that a change creates, updates or deletes.</summary>
public readonly record struct ChangedTopic(ClusterId Cluster, string Name);

/// <summary>What was changed on given topics lately: the usual suspects when their readers fall behind. One query.</summary>
public sealed class ChangesOnTopics(IDbContextFactory<PortalDb> store)
{
    /// <summary>Those that touched the cluster, newest first; among them some of another cluster's topic with one of the names.</summary>
    public async Task<IReadOnlyList<TopicChange>> Latest(
        IReadOnlyCollection<(ClusterId Cluster, string Name)> topics,
        int take,
        CancellationToken stop
    )
    {
        if (topics.Count == 0)
        {
            return [];
        }

        var clusters = topics.Select(t => t.Cluster).Distinct().ToArray();
        var names = topics.Select(t => t.Name).Distinct(StringComparer.Ordinal).ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Change>()
            .AsNoTracking()
            .Where(c => ChangeStates.Acted.Contains(c.State))
            .Where(c =>
                c.Resources.Any(r =>
                    r.Kind == TopicKind.Word && clusters.Contains(r.ClusterId) && names.Contains(r.Name)
                )
            )
            .OrderByDescending(c => c.UpdatedAt)
            .Take(take)
            .Select(c => new TopicChange(
                c.Id,
                c.Title,
                c.State,
                db.Set<Person>()
                    .Where(person => person.Handle == c.Actor.Name)
                    .Select(person => person.Name)
                    .FirstOrDefault()
                    ?? c.Actor.Name,
                c.UpdatedAt,
                c.Resources.Where(r => r.Kind == TopicKind.Word)
                    .OrderBy(r => r.Ordinal)
                    .Select(r => new ChangedTopic(r.ClusterId, r.Name))
                    .ToList()
            ))
            .ToListAsync(stop);
    }
}
