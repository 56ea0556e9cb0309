using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar.ServiceAccounts;

/// <summary>Erases generated passwords that nobody looked at within a day of the end of their run. Before that a later try sets the same one.</summary>
public sealed class CredentialErasure(TimeProvider clock) : IDueHandler
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    public DueKind Kind => ServiceAccountDues.CredentialErased;

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var credential = await db.Set<FreshCredential>()
            .FromSql($"select * from fresh_credential where id = {row.SubjectId} for update")
            .SingleOrDefaultAsync(stop);
        if (
            credential is { Sealed: not null }
            && await Until(db, credential.RunId, stop) is var until
            && until > clock.GetUtcNow()
        )
        {
            return await Dues.PutOff(db, row, until, stop);
        }

        if (await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop) == 0)
        {
            return false;
        }

        if (credential is { Sealed: not null })
        {
            credential.Sealed = null;
            db.Add(
                new AuditEvent
                {
                    At = clock.GetUtcNow(),
                    Actor = Actor.Clock,
                    Kind = "credential.erased",
                    ClusterId = credential.ClusterId,
                    Subject = credential.Name,
                    Words = $"The password of {credential.Name} was erased: nobody looked at it within a day.",
                }
            );
            await db.SaveChangesAsync(stop);
        }

        return true;
    }

    // A run that is under way is looked at again.
    private async Task<DateTimeOffset> Until(PortalDb db, RunId run, CancellationToken stop)
    {
        var ended = await db.Set<ApplyRun>().Where(r => r.Id == run).Select(r => r.EndedAt).SingleAsync(stop);
        return ended is { } at ? at + CredentialShelf.Kept : clock.GetUtcNow() + LookAgain;
    }
}
