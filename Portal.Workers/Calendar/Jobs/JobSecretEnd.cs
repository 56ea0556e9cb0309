using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar.Jobs;

/// <summary>Erases a secret of jobs that nothing used for as long as it was to be kept. One that is used stays.</summary>
public sealed class JobSecretEnd(IOptions<ArtifactOptions> options, TimeProvider clock) : IDueHandler
{
    public DueKind Kind => JobDues.SecretEnds;

    public IQueryable<Due> Ready(PortalDb db, DateTimeOffset now) => Dues.OverForAll(db, Kind, now);

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var secret = await db.Set<JobSecret>()
            .FromSql($"select * from job_secret where id = {row.SubjectId} for update")
            .SingleOrDefaultAsync(stop);
        var now = await StoreClock.Earlier(db, clock.GetUtcNow(), stop);
        if (
            secret is not null
            && (await ArtifactUse.OfSecret(db, secret.Id, stop)).KeptUntil(now, options.Value.KeepFor) is { } until
            && until > now
        )
        {
            return await Dues.PutOff(db, row, until, stop);
        }

        if (await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop) == 0)
        {
            return false;
        }

        if (secret is { Sealed: not null })
        {
            var team = await db.Set<Team>().Where(t => t.Id == secret.TeamId).Select(t => t.Name).SingleAsync(stop);
            secret.Sealed = null;
            db.Add(
                new AuditEvent
                {
                    At = now,
                    Actor = Actor.Clock,
                    Kind = "job-secret.erased",
                    Subject = team,
                    Words = $"Secret {secret.Id} for jobs of {team} was erased: nothing used it.",
                }
            );
            await db.SaveChangesAsync(stop);
        }

        return true;
    }
}
