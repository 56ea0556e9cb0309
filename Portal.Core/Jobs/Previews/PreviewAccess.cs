using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Jobs.Tables;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Previews;

/// <summary>Who may see rows of topics, and the note that somebody did.</summary>
public sealed class PreviewAccess(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    /// <param name="read">None: the query only computes on the Flink, as a check of statements does.</param>
    /// <returns>Why not, in words; null when this person may see records of all of them.</returns>
    public async Task<string?> Denied(Caller who, ImmutableArray<JobTable> read, CancellationToken stop)
    {
        if (read.IsEmpty)
        {
            return Authority.May(who, new CallerAction.ExplainSql()) is { Granted: false } no ? no.Words : null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var names = read.Select(t => t.Owner).OfType<string>().ToList();
        var teams = await db.Set<Team>()
            .Where(t => names.Contains(t.Name))
            .ToDictionaryAsync(t => t.Name, t => t.Id, StringComparer.Ordinal, stop);
        return read.Select(t =>
                Authority.May(who, new CallerAction.ReadRecords(t.Name, t.Owner is { } owner ? teams[owner] : null))
            )
            .FirstOrDefault(may => !may.Granted)
            ?.Words;
    }

    public async Task Note(
        Caller who,
        ClusterId on,
        ImmutableArray<JobTable> read,
        PreviewedStatements ran,
        CancellationToken stop
    )
    {
        var topics = string.Join(", ", read.Select(t => t.Name));
        await using var db = await store.CreateDbContextAsync(stop);
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = who.Actor,
                Kind = "rows.previewed",
                ClusterId = on,
                Subject = read.FirstOrDefault()?.Name ?? "",
                Words = $"Rows of a query over {(topics.Length > 0 ? topics : "no topic")} were previewed, masked.",
                Data = CoreJson.Write(ran),
            }
        );
        await db.SaveChangesAsync(stop);
    }
}
