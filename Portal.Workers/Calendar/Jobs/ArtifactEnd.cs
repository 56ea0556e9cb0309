using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar.Jobs;

/// <summary>Deletes a JAR that nothing used for as long as it was to be kept, or whose upload never came to its end. One that is used stays.</summary>
public sealed class ArtifactEnd(IOptions<ArtifactOptions> options, TimeProvider clock) : IDueHandler
{
    public DueKind Kind => JobDues.ArtifactEnds;

    public IQueryable<Due> Ready(PortalDb db, DateTimeOffset now) => Dues.OverForAll(db, Kind, now);

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var artifact = await db.Set<Artifact>()
            .FromSql($"select * from artifact where id = {row.SubjectId} for update")
            .SingleOrDefaultAsync(stop);
        // Whoever uploads it again meanwhile has put the row off under the same lock.
        if (!await db.Set<Due>().AnyAsync(d => d.Id == row.Id && d.DueAt <= row.DueAt, stop))
        {
            return false;
        }

        var now = await StoreClock.Earlier(db, clock.GetUtcNow(), stop);
        if (
            artifact?.Digest is { } digest
            && (await ArtifactUse.OfArtifact(db, digest, stop)).KeptUntil(now, options.Value.KeepFor) is { } until
            && until > now
        )
        {
            return await Dues.PutOff(db, row, until, stop);
        }

        if (await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop) == 0)
        {
            return false;
        }

        if (artifact is null)
        {
            return true;
        }

        db.Remove(artifact);
        if (artifact.Digest is not null)
        {
            db.Add(
                new AuditEvent
                {
                    At = now,
                    Actor = Actor.Clock,
                    Kind = "artifact.deleted",
                    Subject = artifact.Name,
                    Words = $"{artifact.Name} was deleted, SHA-256 {artifact.Digest}: nothing used it.",
                }
            );
        }

        await db.SaveChangesAsync(stop);
        return true;
    }
}
