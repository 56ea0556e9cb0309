using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar;

/// <summary>Ends changes that nobody carried on before their time was over.</summary>
public sealed class ChangeExpiry(ChangeMover mover) : IDueHandler
{
    private const string Again = "Request it again if it is still needed.";

    public DueKind Kind => DueKind.ChangeExpires;

    /// <summary>While a run is under way an expiry doesn't count; it counts again when the run comes to nothing.</summary>
    public IQueryable<Due> Ready(PortalDb db, DateTimeOffset now) =>
        db.Set<Due>()
            .FromSql(
                $"""
                select d.* from due d
                where d.kind = {Kind.Word} and d.due_at <= {now}
                  and not exists (
                      select from apply_run r
                      where r.change_id = d.subject_id and r.ended_at is null and r.state <> 'waiting')
                """
            );

    /// <summary>The move is refused where the change is over, and the row has nothing more to wait for; or where a worker began a moment ago.</summary>
    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var change = await ChangeMover.Lock(db, new ChangeId(row.SubjectId), stop);
        if (await db.Set<Due>().Where(d => d.Id == row.Id && d.DueAt <= row.DueAt).ExecuteDeleteAsync(stop) == 0)
        {
            return false;
        }

        if (change is not null)
        {
            var words = change.State is ChangeState.Approved or ChangeState.Held
                ? $"It was approved, and could not begin before it expired. {Again}"
                : $"It expired before it was approved and applied. {Again}";
            await mover.Move(db, change, new ChangeEvent.Expired(), Actor.Clock, "change.expired", words, stop);
        }

        return change?.State.IsRunning() != true;
    }
}
